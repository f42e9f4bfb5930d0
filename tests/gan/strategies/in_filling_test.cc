#include <lingan/gan/strategies/in_filling.h>

#include <gtest/gtest.h>

#include <lingan/base/error.h>
#include <lingan/gan/strategies/rollout_rewards.h>
#include <lingan/model/discriminators/recurrent_discriminator.h>
#include <lingan/model/sentences/holes.h>

#include "tests/gan/toy.h"

namespace lingan::in_filling_test {
namespace {

using namespace lingan::testing;  // NOLINT(google-build-using-namespace)

constexpr int32_t kHoleToken = 1, kEnd = 2, kFirstWord = 3;

/// Sentences of two words, of which the first is missing and the second, 3, 4 or 5, is known.
std::shared_ptr<SourceTable> first_words_missing() {
  auto table = std::make_shared<SourceTable>();
  table->sentences = {.rows = 3,
                      .width = 3,
                      .tokens = {kHoleToken, 3, kEnd, kHoleToken, 4, kEnd, kHoleToken, 5, kEnd},
                      .lengths = {3, 3, 3}};
  table->sampled = {0, 1, 2};
  return table;
}

/// A word, two holes.
std::shared_ptr<SourceTable> two_missing() {
  auto table = std::make_shared<SourceTable>();
  table->sentences = {
      .rows = 1, .width = 4, .tokens = {kHoleToken, 4, kHoleToken, kEnd}, .lengths = {4}};
  table->sampled = {0};
  return table;
}

/// A world whose networks know of holes. The real sentences say each known word twice.
World masked_world(std::shared_ptr<SourceTable> sources, double learning_rate) {
  World world = make_world({}, learning_rate);
  world.length = sources->sentences.width;
  GeneratorOptions options = world.generator->options();
  options.vocabulary_size = 6;
  options.hidden_width = 8;
  options.source = "encoder";
  options.sources = sources;
  options.length = world.length;
  world.generator = make_generator(options, {3, Purpose::kInitialize, 0});
  DiscriminatorOptions d;
  d.kind = "recurrent";
  d.vocabulary_size = 6;
  d.embedding_width = 6;
  d.dropout = 0;
  d.length = world.length;
  auto& own = d.own.get<RecurrentDiscriminatorOptions>();
  own.hidden_width = 12;
  own.output_width = 12;
  own.judges = "tokens";
  own.reads_holes = true;
  own.sources = sources;
  world.discriminator = make_discriminator(d, {4, Purpose::kInitialize, 0});
  OptimizerOptions optimizer;
  optimizer.learning_rate = learning_rate;
  world.optimizer = std::make_unique<Optimizer>(*world.generator, optimizer);
  const int64_t copies = 20;
  TokenBatch real = TokenBatch::filled(0, world.length, 0);
  for (int64_t row = 0; row < copies * sources->sentences.rows; ++row) {
    const auto source = static_cast<int32_t>(row % sources->sentences.rows);
    const auto tokens = sources->sentences.row(source);
    real.tokens.push_back(tokens[1]);
    real.tokens.insert(real.tokens.end(), tokens.begin() + 1, tokens.end());
    real.lengths.push_back(world.length);
    real.labels.push_back(source);
    ++real.rows;
  }
  world.real = to_sentences(real);
  return world;
}

struct Game {
  World world;
  std::unique_ptr<Strategy> strategy;
  std::unique_ptr<Optimizer> discriminator_optimizer;

  Game(std::shared_ptr<SourceTable> sources, double learning_rate,
       const InFillingOptions& given = {})
      : world(masked_world(std::move(sources), learning_rate)) {
    OptionSet options;
    options.get<InFillingOptions>() = given;
    strategy = make_strategy("in-filling", options);
    world.add_networks(*strategy, {.learning_rate = 0.02});
    discriminator_optimizer =
        std::make_unique<Optimizer>(*world.discriminator, OptimizerOptions{.learning_rate = 0.02});
  }

  void round(int64_t number) {
    StepContext context = world.context(number, 60);
    strategy->update_generator(context);
    const Sentences fakes = strategy->fakes_for_discriminator(context, 60, 0);
    world.discriminator->train();
    discriminator_optimizer->zero_grad();
    world.objective
        ->discriminator_loss(*world.discriminator, world.real, fakes,
                             {17, Purpose::kNoise, static_cast<uint32_t>(number)})
        .backward();
    discriminator_optimizer->step(0.0);
    world.discriminator->eval();
  }
};

/// Probabilities of the first word given each of the known second ones: [3, V].
torch::Tensor first_words(const World& world) {
  const torch::NoGradGuard no_gradient;
  const auto tokens = torch::tensor({{3, 3, 2}, {4, 4, 2}, {5, 5, 2}}, torch::kInt64);
  const auto logits = world.generator->forward(tokens, torch::arange(3));
  return torch::softmax(logits.select(1, 0), 1);
}

/// The mean probability that the first word is the second.
double copies(const World& world) {
  return first_words(world).narrow(1, kFirstWord, 3).diagonal().mean().item<double>();
}

/// The nine fillings of two_missing().
Sentences all_fillings() {
  Sentences all;
  std::vector<int64_t> tokens;
  for (int64_t one = kFirstWord; one < 6; ++one) {
    for (int64_t two = kFirstWord; two < 6; ++two) tokens.insert(tokens.end(), {one, 4, two, kEnd});
  }
  all.tokens = torch::tensor(tokens).view({9, 4});
  all.lengths = torch::full({9}, 4, torch::kInt64);
  all.labels = torch::zeros({9}, torch::kInt64);
  return all;
}

/// The advantages are discounted sums over holes, and what the critic says leaves the mean alone:
/// E[sum over holes t of (sum over holes s >= t of discount^(s - t) ln D_s) grad ln p_t], by
/// enumeration.
TEST(InFilling, HasTheGradientOfTheDiscountedRewardsOfHoles) {
  Game game(two_missing(), 0.0, {.discount = 0.5, .advantage_clip = 0.0});
  {
    const torch::NoGradGuard no_gradient;  // a D with an opinion
    game.world.discriminator->named_parameters()["output_weight"].mul_(30);
  }
  const Sentences all = all_fillings();
  const auto log_softmax =
      torch::log_softmax(game.world.generator->forward(all.tokens, all.labels), 2);
  const auto log_p = log_softmax.gather(2, all.tokens.unsqueeze(2)).squeeze(2);
  const auto first = log_p.select(1, 0), second = log_p.select(1, 2);
  torch::Tensor rewards;
  {
    const torch::NoGradGuard no_gradient;
    rewards = torch::log_sigmoid(game.world.discriminator->logits(all));
  }
  const auto later = rewards.select(1, 2), both = rewards.select(1, 0) + 0.25 * later;
  const auto p = (first + second).detach().exp();
  EXPECT_NEAR(p.sum().item<double>(), 1.0, 1e-5);
  (p * (first * both + second * later)).sum().backward();
  const auto exact = gradients(*game.world.generator);
  torch::Tensor sum = torch::zeros_like(exact);
  constexpr int64_t kSteps = 60, kBatch = 512;
  for (int64_t step = 0; step < kSteps; ++step) {
    StepContext context = game.world.context(step, kBatch);
    game.strategy->update_generator(context);
    sum -= 2 * gradients(*game.world.generator);  // a mean over two holes each
  }
  EXPECT_LT((sum / kSteps - exact).norm().item<double>(), 0.1 * exact.norm().item<double>());
}

/// From random weights and by D's judgement alone: what is right hangs on the word to the right.
TEST(InFilling, LearnsToFillByWhatStandsAfterTheHole) {
  Game game(first_words_missing(), 0.02);
  ASSERT_LT(copies(game.world), 0.5);
  for (int64_t number = 0; number < 250; ++number) game.round(number);
  EXPECT_GT(copies(game.world), 0.9);
}

/// In the control G hears nothing of D.
TEST(InFilling, LearnsNothingWhereRewardsAreDealtOut) {
  Game game(first_words_missing(), 0.02, {.shuffle_rewards = true});
  for (int64_t number = 0; number < 250; ++number) game.round(number);
  EXPECT_LT(copies(game.world), 0.7);
}

TEST(InFilling, FillsOtherSentencesAtEveryStep) {
  auto sources = first_words_missing();
  sources->sampled = {2, 0};
  Game game(sources, 0.0);
  const auto filled = [&](int64_t step, uint64_t first_row) {
    StepContext context = game.world.context(step, 3);
    return game.strategy->fakes_for_discriminator(context, 3, first_row).labels;
  };
  EXPECT_TRUE(torch::equal(filled(0, 0), torch::tensor({2, 0, 2}, torch::kInt64)));
  EXPECT_TRUE(torch::equal(filled(1, 0), torch::tensor({0, 2, 0}, torch::kInt64)));
  EXPECT_TRUE(torch::equal(filled(1, 3), torch::tensor({2, 0, 2}, torch::kInt64)));
}

TEST(InFilling, CutsAdvantages) {
  const auto norm = [](double clip) {
    Game game(first_words_missing(), 0.0, {.advantage_clip = clip});
    StepContext context = game.world.context(0, 60);
    return game.strategy->update_generator(context).gradient_norm.item<double>();
  };
  EXPECT_LT(norm(1e-3), 0.1 * norm(0.0));
  EXPECT_DOUBLE_EQ(norm(100.0), norm(0.0));
}

}  // namespace
}  // namespace lingan::in_filling_test
