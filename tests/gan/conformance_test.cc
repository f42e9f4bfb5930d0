/// Every strategy with every objective, on the networks that ship.
#include <gtest/gtest.h>

#include <lingan/base/error.h>
#include <lingan/gan/objectives/objective_cards.h>
#include <lingan/gan/strategies/odds_weighted.h>
#include <lingan/gan/strategies/policy_gradient.h>
#include <lingan/gan/strategies/strategy_cards.h>
#include <lingan/model/optimizers/optimizer.h>

#include "tests/gan/read_backs.h"
#include "tests/gan/toy.h"

namespace lingan::conformance_test {
namespace {

using namespace lingan::testing;

class Training {
 public:
  Training(const StrategyCard& strategy, const ObjectiveCard& objective,
           SpecialTokens specials = {})
      : world_(
            make_world(specials, 0.05, std::string(objective.name), networks_for(strategy.name))) {
    DiscriminatorOptions options;
    options.vocabulary_size = world_.generator->options().vocabulary_size;
    options.specials = specials;
    options.embedding_width = 4;
    if (objective.takes_energy) options.kind = "autoencoder";
    options.filter_widths = {1, 2};
    options.filter_counts = {3, 4};
    options.initial_weights = "torch";
    options.length = world_.length;
    const GeneratorOptions& generator = world_.generator->options();
    options.latent_width = generator.latent_width;
    if (objective.by_label) {
      options.classes = static_cast<int64_t>(generator.label_sentences.size());
    }
    options.embeddings = generator.latent_width > 0 ? "generator" : "own";
    world_.discriminator = make_discriminator(options, {4, Purpose::kInitialize, 0});
    if (generator.latent_width > 0) {
      world_.discriminator->share_embeddings(world_.generator->embeddings());
    }
    has_features_ = strategy.traits.leaks_features && !objective.takes_energy;
    leak();
    world_.discriminator->train();
    OptimizerOptions optimizer;
    optimizer.learning_rate = 0.05;
    discriminator_optimizer_ = std::make_unique<Optimizer>(*world_.discriminator, optimizer);
    OptionSet options_of_strategies;
    options_of_strategies.get<PolicyGradientOptions>().rollouts = 2;
    options_of_strategies.get<PolicyGradientOptions>().baseline = "moving-average";
    options_of_strategies.get<OddsWeightedOptions>().pool = 40;
    strategy_ = make_strategy(strategy.name, options_of_strategies);
    world_.add_networks(*strategy_);
    has_discriminator_ = strategy.traits.has_discriminator;
  }

  /// One step for G, one for D.
  void step(int64_t number) {
    const auto [report, loss] = step_without_looking(number);
    EXPECT_TRUE(std::isfinite(report.loss.item<double>()));
    EXPECT_TRUE(std::isfinite(report.gradient_norm.item<double>()));
    for (const auto& [name, value] : report.values) {
      EXPECT_TRUE(std::isfinite(value.item<double>())) << name;
    }
    EXPECT_TRUE(std::isfinite(loss.item<double>()));
  }

  /// The same.  @return G's report and D's loss.
  std::pair<StepReport, torch::Tensor> step_without_looking(int64_t number) {
    StepContext context = world_.context(number, 6);
    torch::manual_seed(static_cast<uint64_t>(number));  // dropout
    const StepReport report = strategy_->update_generator(context);
    if (!has_discriminator_) return {report, torch::zeros({})};
    const Sentences fakes = strategy_->fakes_for_discriminator(context, 6, 0);
    torch::manual_seed(static_cast<uint64_t>(number));  // dropout
    discriminator_optimizer_->zero_grad();
    const auto loss =
        context.objective.discriminator_loss(*context.discriminator, context.real, fakes,
                                             {17, Purpose::kNoise, static_cast<uint32_t>(number)});
    loss.backward();
    discriminator_optimizer_->step(0.0);
    leak();
    world_.objective->after_discriminator_step(*context.discriminator, context.real, fakes);
    return {report, loss.detach()};
  }

  bool has_discriminator() const { return has_discriminator_; }
  torch::Tensor generator() const { return flatten(world_.generator->parameters()); }
  torch::Tensor discriminator() const { return flatten(world_.discriminator->parameters()); }

  void continue_from(const Training& other) {
    const torch::NoGradGuard no_gradient;
    copy(other.world_.generator->parameters(), world_.generator->parameters());
    copy(other.world_.discriminator->parameters(), world_.discriminator->parameters());
    TensorFile moments;
    other.world_.optimizer->save("g.", moments);
    other.discriminator_optimizer_->save("d.", moments);
    world_.optimizer->restore("g.", moments);
    discriminator_optimizer_->restore("d.", moments);
    for (const auto& [name, network] : other.world_.networks) {
      copy(network->parameters(), world_.networks.at(name)->parameters());
      TensorFile own;
      other.world_.network_optimizers.at(name)->save("n.", own);
      world_.network_optimizers.at(name)->restore("n.", own);
    }
    strategy_->restore(other.strategy_->state());
    world_.objective->restore(other.world_.objective->state());
  }

 private:
  void leak() {
    if (has_features_) world_.generator->read_features_of(*world_.discriminator);
  }

  static void copy(const std::vector<torch::Tensor>& from, std::vector<torch::Tensor> to) {
    for (size_t index = 0; index < from.size(); ++index) to[index].copy_(from[index]);
  }

  World world_;
  std::unique_ptr<Optimizer> discriminator_optimizer_;
  std::unique_ptr<Strategy> strategy_;
  bool has_discriminator_ = true;
  bool has_features_ = false;  // those that the generator reads
};

using Pair = std::tuple<size_t, size_t>;

class EveryStrategyAndObjective : public ::testing::TestWithParam<Pair> {
 protected:
  Training start() const {
    return {strategies()[std::get<0>(GetParam())], objectives()[std::get<1>(GetParam())]};
  }
};

TEST_P(EveryStrategyAndObjective, StepsWithFiniteLossesAndMovesTheWeights) {
  Training training = start();
  const auto generator = training.generator();
  const auto discriminator = training.discriminator();
  for (int64_t number = 0; number < 3; ++number) training.step(number);
  EXPECT_FALSE(torch::equal(generator, training.generator()));
  EXPECT_NE(torch::equal(discriminator, training.discriminator()), training.has_discriminator());
  EXPECT_TRUE(torch::isfinite(training.generator()).all().item<bool>());
}

TEST_P(EveryStrategyAndObjective, GivesTheSameResultForTheSameSeed) {
  Training first = start();
  Training second = start();
  for (int64_t number = 0; number < 2; ++number) {
    first.step(number);
    second.step(number);
  }
  EXPECT_TRUE(torch::equal(first.generator(), second.generator()));
  EXPECT_TRUE(torch::equal(first.discriminator(), second.discriminator()));
}

TEST_P(EveryStrategyAndObjective, ContinuesFromItsStateAsIfNeverStopped) {
  Training whole = start();
  for (int64_t number = 0; number < 2; ++number) whole.step(number);
  Training resumed = start();
  resumed.continue_from(whole);
  whole.step(2);
  resumed.step(2);
  EXPECT_TRUE(torch::equal(whole.generator(), resumed.generator()));
  EXPECT_TRUE(torch::equal(whole.discriminator(), resumed.discriminator()));
}

std::string pair_name(const ::testing::TestParamInfo<Pair>& info) {
  std::string name = std::string(strategies()[std::get<0>(info.param)].name) + "_with_" +
                     std::string(objectives()[std::get<1>(info.param)].name);
  std::replace(name.begin(), name.end(), '-', '_');
  return name;
}

INSTANTIATE_TEST_SUITE_P(Cards, EveryStrategyAndObjective,
                         ::testing::Combine(::testing::Range<size_t>(0, strategies().size()),
                                            ::testing::Range<size_t>(0, objectives().size())),
                         pair_name);

TEST(Strategies, AreRefusedWithTheKnownOnes) {
  try {
    make_strategy("policy-gradiant");
    FAIL();
  } catch (const UsageError& error) {
    const std::string message = error.what();
    EXPECT_TRUE(
        message.starts_with("strategy 'policy-gradiant' is not known (did you mean "
                            "policy-gradient?); expected one of policy-gradient, "))
        << message;
    for (const std::string& name : card_names(strategies())) {
      EXPECT_NE(message.find(name), std::string::npos) << name;
    }
  }
}

TEST(ReadBacks, AreSeen) {
  const ReadBacks read_backs;
  torch::ones({}).item<float>();
  torch::ones({2}).nonzero();
  EXPECT_EQ(read_backs.seen(), 2);
}

// Rewards are read by the CPU's scorer: device_rewards_test looks at policy-gradient.
TEST(PathwiseStrategies, ReadNothingBackInsideAStep) {
  for (const StrategyCard& strategy : strategies()) {
    // What is told a label has an end of sentences, for which the CPU itself looks (cycle_test).
    if (!strategy.traits.pathwise || strategy.traits.rewrites) continue;
    for (const ObjectiveCard& objective : objectives()) {
      Training training(strategy, objective, kNoEos);
      const ReadBacks read_backs;
      training.step_without_looking(0);
      // Likelihood asks once which tokens have a weight.
      EXPECT_EQ(read_backs.seen(), strategy.traits.raises_bound ? 1 : 0)
          << strategy.name << " with " << objective.name;
    }
  }
}

}  // namespace
}  // namespace lingan::conformance_test
