/// A small convolutional D, and a leaked generator that fits it.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include <lingan/model/discriminators/convolutional_discriminator.h>
#include <lingan/model/generators/generator_options.h>

namespace lingan::testing {

/// What is different from test to test.
struct LeakingShape {
  std::vector<int64_t> widths = {1, 2, 3};
  std::string highway = "separate";
  int32_t pad = 0;
  bool spectral_norm = false;
};

/// Of 12 tokens and sentences of up to 7; the numbers of filters are 3, 4, ...
inline DiscriminatorOptions leaking_options(const LeakingShape& shape) {
  DiscriminatorOptions options;
  options.vocabulary_size = 12;
  options.length = 7;
  options.embedding_width = 5;
  options.filter_widths = shape.widths;
  options.filter_counts.clear();
  for (size_t i = 0; i < shape.widths.size(); ++i) {
    options.filter_counts.push_back(3 + static_cast<int64_t>(i));
  }
  options.highway = shape.highway;
  options.specials.pad = shape.pad;
  options.spectral_norm = shape.spectral_norm;
  options.initial_weights = "torch";
  return options;
}

inline std::shared_ptr<ConvolutionalDiscriminator> leaking_discriminator(
    const LeakingShape& shape) {
  auto made = std::dynamic_pointer_cast<ConvolutionalDiscriminator>(
      make_discriminator(leaking_options(shape), {4, Purpose::kInitialize, 1}));
  made->eval();
  return made;
}

/// Of the generator that reads it.
inline GeneratorOptions leaked_options(const LeakingShape& shape) {
  const DiscriminatorOptions of_discriminator = leaking_options(shape);
  GeneratorOptions options;
  options.cell = "leaked";
  options.vocabulary_size = 12;
  options.length = 7;
  options.embedding_width = 4;
  options.hidden_width = 6;
  options.initial_range = 0.5;
  options.specials = of_discriminator.specials;
  options.leaked = {.embedding_width = of_discriminator.embedding_width,
                    .filter_widths = of_discriminator.filter_widths,
                    .filter_counts = of_discriminator.filter_counts,
                    .shared_highway = shape.highway == "shared"};
  return options;
}

}  // namespace lingan::testing
