#include <gtest/gtest.h>

#include <lingan/gan/strategies/embedding.h>

#include "tests/gan/toy.h"

namespace lingan {
namespace {

using namespace lingan::testing;  // NOLINT(google-build-using-namespace)

Sentences fakes(World& world, const EmbeddingOptions& own, int64_t step = 0) {
  OptionSet options;
  options.get<EmbeddingOptions>() = own;
  StepContext context = world.context(step, 8);
  return make_strategy("embedding", options)->fakes_for_discriminator(context, 64, 0);
}

TEST(Embedding, NearestNeighbourNeverShowsPadOrBosInsideASentence) {
  World world = make_world({}, 0.0);
  {
    // The mixture lies near the origin, and so do pad and bos.
    const torch::NoGradGuard no_gradient;
    auto table = world.generator->embeddings();
    table.narrow(0, 0, 2).zero_();
  }
  const Sentences shown = fakes(world, {"nearest-neighbour", "constant", 1});
  const auto inside = torch::arange(3).unsqueeze(0) < shown.lengths.unsqueeze(1);
  const auto tokens = shown.one_hot.argmax(2);
  EXPECT_TRUE((tokens.masked_select(inside) >= 2).all().item<bool>());
}

TEST(Embedding, ShowsMixturesOrSingleTokensByItsEstimator) {
  World world = make_world({}, 0.0);
  const auto largest = [&](const char* estimator) {
    return fakes(world, {estimator, "constant", 2}).one_hot.amax(2);
  };
  EXPECT_TRUE(torch::allclose(largest("nearest-neighbour"), torch::ones({64, 3}), 1e-5, 1e-5));
  EXPECT_LT(largest("soft-argmax").min().item<double>(), 0.9);
}

TEST(Embedding, ReportsTheAnnealedSharpness) {
  World world = make_world({}, 0.0);
  OptionSet options;
  options.get<EmbeddingOptions>() = {"soft-argmax", "linear", 10};
  const auto strategy = make_strategy("embedding", options);
  const auto sharpness = [&](int64_t step) {
    StepContext context = world.context(step, 4);
    return strategy->update_generator(context).values.at("sharpness").item<double>();
  };
  EXPECT_DOUBLE_EQ(sharpness(0), 1);
  EXPECT_DOUBLE_EQ(sharpness(9), 10);
}

}  // namespace
}  // namespace lingan
