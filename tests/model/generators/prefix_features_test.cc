#include <lingan/model/generators/prefix_features.h>

#include <gtest/gtest.h>

#include <lingan/base/error.h>

#include "tests/model/leaking_discriminator.h"
#include "tests/refusal.h"

namespace lingan::prefix_features_test {
namespace {

using testing::leaked_options;
using testing::leaking_discriminator;
using testing::LeakingShape;

/// Features as a module of their own.
struct Leak : torch::nn::Module {
  explicit Leak(const GeneratorOptions& options) : features(*this, options) {}
  PrefixFeatures features;
};

/// D's features of y_1..y_t of every sentence and pads after it.
torch::Tensor of_padded_prefix(Discriminator& discriminator, const torch::Tensor& tokens, int64_t t,
                               int64_t pad) {
  Sentences prefix;
  prefix.tokens = tokens.clone();
  prefix.tokens.narrow(1, t, tokens.size(1) - t).fill_(pad);
  prefix.lengths = torch::full({tokens.size(0)}, t, torch::kInt64);
  return discriminator.features(prefix);
}

TEST(PrefixFeatures, AreThoseThatDHasOfThePaddedPrefix) {
  const torch::NoGradGuard no_gradient;
  for (const LeakingShape& shape :
       {LeakingShape{}, LeakingShape{.widths = {20, 1, 4}, .highway = "shared"},
        LeakingShape{.widths = {7, 7, 2}, .pad = -1}, LeakingShape{.spectral_norm = true}}) {
    const auto discriminator = leaking_discriminator(shape);
    Leak leak(leaked_options(shape));
    leak.features.take(*discriminator);
    const int64_t length = discriminator->options().length;
    const int64_t pad = discriminator->options().specials.filler();
    auto tokens = torch::arange(5 * length).view({5, length}).mul(7).remainder(10) + 1;
    tokens[1].narrow(0, 3, length - 3).fill_(pad);  // it has ended
    const auto all = leak.features.of_prefixes(tokens);
    ASSERT_EQ(all.size(1), length + 1);
    for (int64_t t = 0; t <= length; ++t) {
      const auto expected = of_padded_prefix(*discriminator, tokens, t, pad);
      EXPECT_TRUE(torch::allclose(all.select(1, t), expected, 1e-4, 1e-5)) << t;
    }
    EXPECT_GT((all.select(1, length) - all.select(1, 0)).abs().max().item<float>(), 0.01F);
    EXPECT_TRUE(torch::allclose(all[1][3], all[1][length], 1e-4, 1e-5)) << "after its end";
  }
}

TEST(PrefixFeatures, AreOfASentenceWhateverIsFedBesideIt) {
  const auto discriminator = leaking_discriminator({});
  Leak leak(leaked_options({}));
  leak.features.take(*discriminator);
  const auto tokens = torch::arange(24).view({4, 6}).remainder(11);
  const auto together = leak.features.of_prefixes(tokens);
  for (int64_t row = 0; row < 4; ++row) {
    const auto alone = leak.features.of_prefixes(tokens.narrow(0, row, 1));
    EXPECT_TRUE(torch::allclose(alone[0], together[row], 1e-5, 1e-6)) << row;
  }
}

TEST(PrefixFeatures, TakeNoGradientAndNoOtherDiscriminator) {
  Leak leak(leaked_options({}));
  for (const auto& parameter : leak.parameters()) EXPECT_FALSE(parameter.requires_grad());
  const auto wider = leaking_discriminator({.widths = {2, 3}});
  EXPECT_EQ(testing::refusal<UsageError>([&] { leak.features.take(*wider); }).substr(0, 26),
            "generator.cell = \"leaked\":");
}

}  // namespace
}  // namespace lingan::prefix_features_test
