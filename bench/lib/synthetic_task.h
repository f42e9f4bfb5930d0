/// SeqGAN's synthetic task.
#pragma once

#include <memory>
#include <string>

#include <lingan/model/discriminators/discriminator.h>
#include <lingan/model/generators/generator.h>

namespace lingan::bench {

/// A generator's size.
struct GeneratorShape {
  int64_t vocabulary = 5000;
  int64_t embedding = 32;
  int64_t hidden = 32;
  int64_t layers = 1;
  double initial_range = 1.0;  ///< standard deviation of the weights; 1: the published oracle's
};

/// Nothing ends a sentence in the synthetic task; 0 is fed first.
constexpr SpecialTokens kNoSpecials = {.pad = -1, .bos = 0, .eos = -1, .unk = -1};

/// In evaluation mode.
std::shared_ptr<Generator> make_generator(const GeneratorShape& shape);

/// SeqGAN's CNN for sentences of `length` tokens, in evaluation mode.
/// @param highway  as DiscriminatorOptions::highway.
std::shared_ptr<Discriminator> make_discriminator(int64_t vocabulary, int64_t length,
                                                  const std::string& highway);

}  // namespace lingan::bench
