#include <lingan/model/discriminators/window_discriminator.h>

#include <gtest/gtest.h>

#include <memory>

#include <lingan/base/error.h>

#include "tests/refusal.h"

namespace lingan::window_discriminator_test {
namespace {

DiscriminatorOptions small() {
  DiscriminatorOptions options;
  options.kind = "cnn";
  options.vocabulary_size = 11;
  options.embedding_width = 6;
  options.filter_widths = {1, 4, 20};
  options.filter_counts = {2, 3, 5};
  options.length = 7;
  return options;
}

std::shared_ptr<WindowDiscriminator> make_small(const DiscriminatorOptions& options) {
  return std::dynamic_pointer_cast<WindowDiscriminator>(
      make_discriminator(options, {7, Purpose::kInitialize, 0}));
}

TEST(WindowDiscriminator, HasFiltersNoWiderThanASentence) {
  const auto d = make_small(small());
  const auto weights = d->filter_weights();
  ASSERT_EQ(weights.size(), 3u);
  EXPECT_EQ(weights[0].sizes(), (at::IntArrayRef{2, 1, 6}));
  EXPECT_EQ(weights[1].sizes(), (at::IntArrayRef{3, 4, 6}));
  EXPECT_EQ(weights[2].sizes(), (at::IntArrayRef{5, 7, 6})) << "cut from 20 tokens";
  for (size_t i = 0; i < 3; ++i) {
    const std::string number = std::to_string(i);
    EXPECT_TRUE(weights[i].is_same(d->named_parameters()["filter_weight_" + number]));
    EXPECT_TRUE(d->filter_biases()[i].is_same(d->named_parameters()["filter_bias_" + number]));
  }
}

/// Of each bank as a matrix of a row for each filter, by torch's singular values.
TEST(WindowDiscriminator, UsesFiltersOfNormOneWhereTheyAreNormalised) {
  const torch::NoGradGuard no_gradient;
  DiscriminatorOptions options = small();
  options.spectral_norm = true;
  const auto d = make_small(options);
  for (int step = 0; step < 300; ++step) d->begin_step();
  for (const torch::Tensor& weight : d->filter_weights()) {
    EXPECT_NEAR(at::linalg_norm(weight.flatten(1), 2).item<double>(), 1, 1e-4);
  }
}

TEST(WindowDiscriminator, WantsACountOfEachWidth) {
  DiscriminatorOptions options = small();
  options.filter_counts = {2, 3};
  EXPECT_EQ(testing::refusal<UsageError>([&] { make_small(options); }),
            "discriminator.filter_counts: needs one count for each of the 3 filter_widths, not 2");
}

}  // namespace
}  // namespace lingan::window_discriminator_test
