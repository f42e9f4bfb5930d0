#include <lingan/gan/strategies/reward_augmented.h>

#include <gtest/gtest.h>

#include <lingan/gan/strategies/edited_sentences.h>

#include "tests/gan/toy.h"

namespace lingan::reward_augmented_test {
namespace {

using namespace lingan::testing;  // NOLINT(google-build-using-namespace)

/// A world that the strategy plays in.
struct Game {
  World world;
  std::unique_ptr<Strategy> strategy;

  Game(const RewardAugmentedOptions& options, double learning_rate, SpecialTokens specials = {})
      : world(make_world(specials, learning_rate)) {
    OptionSet set;
    set.get<RewardAugmentedOptions>() = options;
    strategy = make_strategy("reward-augmented", set);
  }
  StepReport step(int64_t number) {
    StepContext context = world.context(number, world.real.rows());
    return strategy->update_generator(context);
  }
};

// W = e^(D / alpha) over its sum, worked out sentence by sentence.
TEST(RewardAugmented, WeighsEditedSentencesByTheirRewards) {
  const RewardAugmentedOptions options = {
      .samples = 3, .edit_temperature = 2, .substitutes = "uniform", .reward_temperature = 0.1};
  Game game(options, 0.0);
  const StepReport report = game.step(4);
  const auto actual = gradients(*game.world.generator);
  const World& world = game.world;
  const Sentences edited =
      edited_sentences(world.real, torch::zeros({6, 3, 5}),
                       {.samples = 3, .rate = substitution_rate(2, 2), .specials = {}},
                       {17, Purpose::kSample, 4}, 2 * 6);
  const TokenBatch batch = to_token_batch(edited);
  const auto outputs = world.discriminator->logits(edited);
  std::vector<double> powers;
  double sum = 0, squares = 0;
  for (int64_t row = 0; row < batch.rows; ++row) {
    powers.push_back(std::exp(1 / (1 + std::exp(-outputs[row].item<double>())) / 0.1));
    sum += powers.back();
    squares += powers.back() * powers.back();
  }
  world.generator->zero_grad();
  const auto log_likelihood = log_probability(world, batch);
  torch::Tensor loss = torch::zeros({});
  for (int64_t row = 0; row < batch.rows; ++row) {
    loss = loss - powers[row] / sum * log_likelihood[row];
  }
  loss.backward();
  EXPECT_NEAR(report.loss.item<double>(), loss.item<double>(), 1e-4);
  EXPECT_NEAR(report.values.at("effective-share").item<double>(), sum * sum / squares / 18, 1e-4);
  EXPECT_LT((actual - gradients(*world.generator)).norm().item<double>(),
            1e-3 * actual.norm().item<double>());
}

/// KL(target || G), where the target is the text's neighbourhood weighed by e^(D / alpha).
class Divergence {
 public:
  Divergence(const World& world, double rate, double alpha) : all_(enumerate(world)) {
    const torch::NoGradGuard no_gradient;
    const Sentences sentences = to_sentences(all_);
    const auto reward = torch::sigmoid(world.discriminator->logits(sentences)).to(torch::kFloat64);
    near_ = torch::zeros({all_.rows}, torch::kFloat64);
    for (int64_t text = 0; text < world.real.rows(); ++text) {
      const auto tokens = world.real.tokens[text];
      for (int64_t row = 0; row < all_.rows; ++row) {
        if (all_.lengths[row] != world.real.lengths[text].item<int64_t>()) continue;
        const bool has_end = sentences.tokens[row][all_.lengths[row] - 1].item<int64_t>() == 2;
        const bool text_has_end = tokens[all_.lengths[row] - 1].item<int64_t>() == 2;
        if (has_end != text_has_end) continue;
        const int64_t words = all_.lengths[row] - (has_end ? 1 : 0);
        const auto edits = (sentences.tokens[row] != tokens).sum().item<double>();
        near_[row] +=
            std::pow(rate, edits) * std::pow(1 - rate, static_cast<double>(words) - edits);
      }
    }
    near_ = near_ / near_.sum();
    target_ = near_ * torch::exp(reward / alpha);
    target_ = target_ / target_.sum();
  }

  double from_target(const World& world) const { return from(target_, world); }
  /// Of the neighbourhood as it is, which D has no part in.
  double from_neighbourhood(const World& world) const { return from(near_, world); }

 private:
  double from(const torch::Tensor& p, const World& world) const {
    const torch::NoGradGuard no_gradient;
    const auto log_g = log_probability(world, all_).to(torch::kFloat64);
    return (torch::xlogy(p, p) - p * log_g).sum().item<double>();
  }

  TokenBatch all_;
  torch::Tensor near_, target_;
};

RewardAugmentedOptions lively() {
  return {
      .samples = 20, .edit_temperature = 3, .substitutes = "uniform", .reward_temperature = 0.2};
}

TEST(RewardAugmented, TeachesTheNeighbourhoodOfTheTextAsTheDiscriminatorWeighsIt) {
  Game game(lively(), 0.03);
  const Divergence divergence(game.world, substitution_rate(2, 3), 0.2);
  EXPECT_GT(divergence.from_target(game.world), 0.5);
  for (int64_t number = 0; number < 300; ++number) game.step(number);
  EXPECT_LT(divergence.from_target(game.world), 0.05);
  EXPECT_GT(divergence.from_neighbourhood(game.world), 0.1);
}

TEST(RewardAugmented, LearnsNothingOfTheDiscriminatorFromShuffledRewards) {
  RewardAugmentedOptions options = lively();
  options.shuffle_rewards = true;
  Game game(options, 0.03);
  const Divergence divergence(game.world, substitution_rate(2, 3), 0.2);
  for (int64_t number = 0; number < 300; ++number) game.step(number);
  EXPECT_LT(divergence.from_neighbourhood(game.world), 0.05);
  EXPECT_GT(divergence.from_target(game.world), 0.1);
}

/// What takes a word's place does not move with G.
TEST(RewardAugmented, TakesSubstitutesFromTheStart) {
  RewardAugmentedOptions options = lively();
  options.substitutes = "start";
  Game game(options, 0.0, kNoEos);  // where a word can give way to two others
  game.step(0);
  {
    const torch::NoGradGuard no_gradient;
    for (auto& weight : game.world.generator->parameters()) weight.mul_(0.5);
  }
  Game resumed(options, 0.0, kNoEos);
  resumed.strategy->restore(game.strategy->state());
  const double reward = game.step(1).values.at("reward").item<double>();
  EXPECT_EQ(resumed.step(1).values.at("reward").item<double>(), reward);
  Game fresh(options, 0.0, kNoEos);
  {
    const torch::NoGradGuard no_gradient;
    for (auto& weight : fresh.world.generator->parameters()) weight.mul_(0.5);
  }
  EXPECT_NE(fresh.step(1).values.at("reward").item<double>(), reward);
}

}  // namespace
}  // namespace lingan::reward_augmented_test
