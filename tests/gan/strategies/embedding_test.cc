#include <gtest/gtest.h>

#include <string>

#include <lingan/engine/rollouts/rollouts.h>
#include <lingan/gan/strategies/embedding.h>
#include <lingan/gan/strategies/gumbel_softmax.h>
#include <lingan/gan/strategies/policy_gradient.h>

#include "tests/gan/toy.h"

namespace lingan::embedding_test {
namespace {

using namespace lingan::testing;  // NOLINT(google-build-using-namespace)

const Networks kSoft{"softmax", "cosine", 3};

OptionSet embedding(const EmbeddingOptions& own) {
  OptionSet options;
  options.get<EmbeddingOptions>() = own;
  return options;
}

Sentences fakes(World& world, const EmbeddingOptions& own, uint64_t first_row = 0) {
  StepContext context = world.context(0, 8);
  return make_strategy("embedding", embedding(own))
      ->fakes_for_discriminator(context, 64, first_row);
}

double cosine(const torch::Tensor& a, const torch::Tensor& b) {
  return torch::cosine_similarity(a, b, 0).item<double>();
}

/// The gradient of one step on 4096 sentences.
torch::Tensor gradient_of(const std::string& strategy, const OptionSet& options) {
  World world = make_world({}, 0.0, "non-saturating", kSoft);
  StepContext context = world.context(0, 4096);
  make_strategy(strategy, options)->update_generator(context);
  return gradients(*world.generator);
}

TEST(Embedding, HasAGradientOfItsOwn) {
  OptionSet options;
  options.get<EmbeddingOptions>() = {"soft-argmax", "constant", 2};
  options.get<GumbelSoftmaxOptions>() = {"soft", "constant", 2, false};
  options.get<PolicyGradientOptions>().rollouts = 0;
  const auto vectors = gradient_of("embedding", options);
  const auto relaxed = gradient_of("gumbel-softmax", options);
  const auto rewards = gradient_of("policy-gradient", options);
  const double of_vectors_and_relaxed = cosine(vectors, relaxed);
  const double of_vectors_and_rewards = cosine(vectors, rewards);
  const double of_relaxed_and_rewards = cosine(relaxed, rewards);
  RecordProperty("cosine_embedding_gumbel_softmax", std::to_string(of_vectors_and_relaxed));
  RecordProperty("cosine_embedding_policy_gradient", std::to_string(of_vectors_and_rewards));
  RecordProperty("cosine_gumbel_softmax_policy_gradient", std::to_string(of_relaxed_and_rewards));
  EXPECT_LT(of_vectors_and_relaxed, 0.95);
  EXPECT_LT(of_vectors_and_rewards, 0.95);
  EXPECT_LT(of_relaxed_and_rewards, 0.99);
}

/// At a small temperature mixtures are single embeddings, those of the likeliest tokens.
TEST(Embedding, SoftArgmaxTendsToTheEmbeddingOfTheArgmax) {
  World world = make_world(kNoEos, 0.0, "non-saturating", kSoft);
  const Sentences sharp = fakes(world, {"soft-argmax", "constant", 1e5});
  const auto table = world.generator->embeddings();
  const auto distance = (sharp.vectors.unsqueeze(2) - table.view({1, 1, 3, 4})).norm(2, 3).amin(2);
  EXPECT_LT(distance.quantile(0.95).item<double>(), 1e-3);  // but for near ties
  const Sentences mixed = fakes(world, {"soft-argmax", "constant", 1});
  EXPECT_GT((mixed.vectors.unsqueeze(2) - table.view({1, 1, 3, 4}))
                .norm(2, 3)
                .amin(2)
                .mean()
                .item<double>(),
            0.1);
}

TEST(Embedding, SentencesDifferByTheirCodesAlone) {
  World world = make_world(kNoEos, 0.0, "non-saturating", kSoft);
  const Sentences some = fakes(world, {"soft-argmax", "constant", 2});
  EXPECT_EQ(some.latent.sizes(), (at::IntArrayRef{64, 3}));
  EXPECT_GT((some.vectors[0] - some.vectors[1]).norm().item<double>(), 1e-3);
  const torch::NoGradGuard no_gradient;
  world.generator->named_parameters()["latent_weight"].zero_();
  const Sentences equal = fakes(world, {"soft-argmax", "constant", 2});
  EXPECT_TRUE(torch::allclose(equal.vectors, equal.vectors.narrow(0, 0, 1).expand({64, -1, -1})));
}

/// What D is shown of a sentence is what sampling writes.
TEST(Embedding, PointsStandForTheTokensThatSamplingTakes) {
  for (const SpecialTokens specials : {SpecialTokens{}, kNoEos}) {
    for (const char* distance : {"cosine", "euclidean"}) {
      World world = make_world(specials, 0.0, "non-saturating", {"point", distance, 3});
      const Sentences shown = fakes(world, {"nearest-neighbour"}, 5);
      engine::SampleRequest request;
      request.rows = 64;
      request.length = world.length;
      request.stream = {17, Purpose::kNegatives, 0};
      request.first_row = 5;
      const auto drawn = to_sentences(world.generator->rollouts(specials)->sample(request).tokens);
      EXPECT_TRUE(torch::equal(drawn.lengths, shown.lengths)) << distance;
      const auto expected = torch::embedding(world.generator->embeddings(), drawn.tokens);
      const auto inside = torch::arange(3).unsqueeze(0) < drawn.lengths.unsqueeze(1);
      EXPECT_LT(((expected - shown.vectors).norm(2, 2) * inside).max().item<double>(), 1e-5)
          << distance;
    }
  }
}

TEST(Embedding, MovesPointsToTheNearestEmbeddingWithTheirOwnGradient) {
  World world = make_world(kNoEos, 0.0, "non-saturating", {"point", "euclidean", 3});
  const auto table = world.generator->embeddings();
  const auto nearest = [&](const torch::Tensor& points) {
    const auto distance = (points.unsqueeze(2) - table.view({1, 1, 3, 4})).square().sum(3);
    return torch::embedding(table, distance.argmin(2));
  };
  const Sentences points = fakes(world, {"continuous"});
  const Sentences moved = fakes(world, {"nearest-neighbour"});
  // The first position is fed nothing that differs.
  EXPECT_TRUE(torch::allclose(nearest(points.vectors).select(1, 0), moved.vectors.select(1, 0)));
  EXPECT_GT((points.vectors - moved.vectors).norm().item<double>(), 0.1);
  StepContext context = world.context(0, 32);
  make_strategy("embedding", embedding({"nearest-neighbour"}))->update_generator(context);
  EXPECT_GT(gradients(*world.generator).norm().item<double>(), 1e-4);
  EXPECT_FALSE(table.grad().defined());  // points keep their space
}

TEST(Embedding, ReportsTheAnnealedSharpnessOfMixturesAlone) {
  World world = make_world({}, 0.0, "non-saturating", kSoft);
  const auto strategy = make_strategy("embedding", embedding({"soft-argmax", "linear", 10}));
  const auto report = [&](int64_t step) {
    StepContext context = world.context(step, 4);
    return strategy->update_generator(context).values;
  };
  EXPECT_DOUBLE_EQ(report(0).at("sharpness").item<double>(), 1);
  EXPECT_DOUBLE_EQ(report(9).at("sharpness").item<double>(), 10);
  World points = make_world({}, 0.0, "non-saturating", {"point", "cosine", 3});
  StepContext context = points.context(0, 4);
  const auto other = make_strategy("embedding", embedding({"continuous"}));
  EXPECT_FALSE(other->update_generator(context).values.contains("sharpness"));
  EXPECT_FALSE(other->depends_on_total_steps());
}

}  // namespace
}  // namespace lingan::embedding_test
