#include <lingan/gan/strategies/leaked_features.h>

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include <lingan/gan/strategies/generator_step.h>
#include <lingan/gan/strategies/intrinsic_rewards.h>
#include <lingan/gan/strategies/rollout_rewards.h>
#include <lingan/model/generators/leaked_generator.h>

#include "tests/gan/toy.h"

namespace lingan::leaked_features_test {
namespace {

using namespace lingan::testing;  // NOLINT(google-build-using-namespace)

constexpr int64_t kRows = 24, kSteps = 2;
constexpr int32_t kLength = 7, kRollouts = 3;

/// A leaked generator with c = 2 that has read a convolutional D, over sentences of up to 7 tokens.
World leaked_world(double learning_rate) {
  World world = make_world({}, learning_rate);
  world.length = kLength;
  GeneratorOptions options;
  options.cell = "leaked";
  options.vocabulary_size = 6;
  options.length = kLength;
  options.embedding_width = 4;
  options.hidden_width = 5;
  options.initial_range = 0.8;
  options.leaked = {.embedding_width = 4, .filter_widths = {1, 2, 3}, .filter_counts = {3, 4, 5}};
  options.own.get<LeakedOptions>() = {.goal_width = 3, .goal_steps = kSteps};
  world.generator = make_generator(options, {3, Purpose::kInitialize, 0});
  DiscriminatorOptions discriminator;
  discriminator.vocabulary_size = 6;
  discriminator.length = kLength;
  discriminator.embedding_width = 4;
  discriminator.filter_widths = {1, 2, 3};
  discriminator.filter_counts = {3, 4, 5};
  discriminator.initial_weights = "torch";
  world.discriminator = make_discriminator(discriminator, {4, Purpose::kInitialize, 0});
  world.generator->read_features_of(*world.discriminator);
  OptimizerOptions optimizer;
  optimizer.learning_rate = learning_rate;
  world.optimizer = std::make_unique<Optimizer>(*world.generator, optimizer);
  return world;
}

OptionSet set_of(const LeakedFeaturesOptions& options) {
  OptionSet set;
  set.get<LeakedFeaturesOptions>() = options;
  return set;
}

/// Q of every sentence and of its prefixes of 2, 4, ... tokens, [B, T]: completions one by one.
std::vector<std::vector<double>> judged(World& world, const StepContext& context,
                                        const TokenBatch& batch) {
  const torch::NoGradGuard no_gradient;
  const auto probability = [&](const TokenBatch& sentences) {
    return torch::sigmoid(world.discriminator->logits(to_sentences(sentences)));
  };
  std::vector<std::vector<double>> q(static_cast<size_t>(batch.rows), std::vector<double>(kLength));
  world.generator->rollouts(world.specials)
      ->complete(batch, rollout_request(context, kRollouts, uint64_t{64} << 20),
                 [&](const engine::Completions& some) {
                   const auto p = probability(some.tokens);
                   for (int64_t i = 0; i < some.tokens.rows; ++i) {
                     q[some.sentence(i)][some.prefix_length(i) - 1] +=
                         p[i].item<double>() / kRollouts;
                   }
                 });
  const auto whole = probability(batch);
  for (int64_t b = 0; b < batch.rows; ++b) q[b][batch.lengths[b] - 1] = whole[b].item<double>();
  return q;
}

/// Equation by equation, goal by goal and token by token; ranks are counted.
torch::Tensor expected_loss(World& world, const StepContext& context, const TokenBatch& batch) {
  auto& generator = dynamic_cast<LeakedGenerator&>(*world.generator);
  const auto q = judged(world, context, batch);
  const Sentences sentences = to_sentences(batch);
  const LeakedCourse course = generator.course(sentences.tokens);
  const auto log_p = torch::log_softmax(generator.forward(sentences.tokens), 2);
  const auto worker = intrinsic_rewards(course, kSteps);
  torch::Tensor loss = torch::zeros({});
  double tokens = 0;
  for (int64_t b = 0; b < batch.rows; ++b) {
    for (int64_t t = 0; t < batch.lengths[b]; ++t, ++tokens) {
      loss = loss - worker[b][t].detach() * log_p[b][t][batch.tokens[b * kLength + t]];
    }
  }
  for (int64_t start = 0; start < kLength; start += kSteps) {
    const auto end = [&](int64_t b) { return std::min<int64_t>(start + kSteps, batch.lengths[b]); };
    std::vector<int64_t> rows;
    for (int64_t b = 0; b < batch.rows; ++b) {
      if (start < batch.lengths[b]) rows.push_back(b);
    }
    for (const int64_t b : rows) {
      double lower = 0;
      for (const int64_t other : rows) {
        const double difference = q[b][end(b) - 1] - q[other][end(other) - 1];
        lower += difference > 0 ? 1 : difference == 0 && other != b ? 0.5 : 0;
      }
      const double rank = lower / static_cast<double>(rows.size());
      const double weight = 1 / (1 + std::exp(-16 * (rank - 0.5)));
      const auto way = course.features[b][end(b)] - course.features[b][start];
      loss = loss - weight * torch::cosine_similarity(way, course.goals[b][start], 0);
    }
  }
  return loss / tokens;
}

TEST(LeakedFeatures, HasTheGradientOfThePapersEquations) {
  World world = leaked_world(0.0);
  world.generator->eval();
  world.discriminator->eval();
  StepContext context = world.context(3, kRows);
  const auto batch = world.generator->rollouts(world.specials)
                         ->sample(step_request(context, Purpose::kSample, kRows, 0))
                         .tokens;
  const auto loss = expected_loss(world, context, batch);
  world.generator->zero_grad();
  loss.backward();
  const auto expected = gradients(*world.generator);
  world.generator->zero_grad();
  const auto strategy = make_strategy("leaked-features", set_of({.rollouts = kRollouts}));
  const StepReport report = strategy->update_generator(context);
  EXPECT_NEAR(report.loss.item<double>(), loss.item<double>(), 1e-4);
  const auto actual = gradients(*world.generator);
  EXPECT_GT(expected.abs().max().item<double>(), 1e-3);
  EXPECT_TRUE(torch::allclose(actual, expected, 1e-3, 1e-5))
      << (actual - expected).abs().max().item<double>();
}

/// What D says of sentences, in the control of others.
TEST(LeakedFeatures, DealsRewardsOutAnewInTheControl) {
  std::vector<torch::Tensor> learned;
  for (const bool shuffle : {false, true}) {
    World world = leaked_world(0.05);
    StepContext context = world.context(0, kRows);
    const auto strategy = make_strategy(
        "leaked-features", set_of({.rollouts = kRollouts, .shuffle_rewards = shuffle}));
    const StepReport report = strategy->update_generator(context);
    EXPECT_GT(report.values.at("reward").item<double>(), 0.0);
    EXPECT_LE(std::abs(report.values.at("worker-reward").item<double>()), 1.0);
    learned.push_back(flatten(world.generator->parameters()));
  }
  EXPECT_FALSE(torch::equal(learned[0], learned[1]));
}

}  // namespace
}  // namespace lingan::leaked_features_test
