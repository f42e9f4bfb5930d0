#include <lingan/gan/strategies/selection.h>

#include <cmath>
#include <map>
#include <set>

#include <gtest/gtest.h>

#include <lingan/gan/strategies/query_items.h>
#include <lingan/gan/strategies/relevance_judge.h>
#include <lingan/gan/training/ranked_items.h>

#include "tests/gan/read_backs.h"
#include "tests/gan/strategies/block_pairs.h"
#include "tests/gan/toy.h"
#include "tests/gan/training/small_run.h"

namespace lingan::selection_test {
namespace {

using namespace lingan::testing;  // NOLINT(google-build-using-namespace)

std::map<std::string, double> last_figures(const Recipe& recipe) {
  Trainer trainer(recipe, block_pairs(), 5);
  Watcher watcher;
  trainer.run(watcher);
  return watcher.records.back().values;
}

/// Mean precision at 5 of items in the order of how many queries have them.
double precision_of_popularity() {
  const TrainingData data = block_pairs();
  std::map<int32_t, int64_t> counts;
  for (const int32_t item : data.train.tokens) ++counts[item];
  double sum = 0.0;
  const int32_t queries = kBlocks * kQueriesOfBlock;
  for (int32_t query = 0; query < queries; ++query) {
    std::set<std::pair<int64_t, int32_t>> ranked;
    std::set<int32_t> own, relevant;
    for (const int64_t row : rows_with_label(data.train, query)) own.insert(data.train.tokens[row]);
    for (const int64_t row : rows_with_label(data.validation, query)) {
      relevant.insert(data.validation.tokens[row]);
    }
    for (const auto& [item, count] : counts) {
      if (!own.contains(item)) ranked.insert({-count, item});
    }
    int taken = 0;
    for (const auto& [count, item] : ranked) {
      if (taken++ < 5) sum += relevant.contains(item) ? 0.2 : 0.0;
    }
  }
  return sum / queries;
}

/// Of 12 items of the own block that are left 4 count: a third is all that can be known.
TEST(Selection, RanksTheItemsOfItsBlockFirst) {
  const double precision = last_figures(short_recipe("irgan")).at("precision-at-5");
  EXPECT_GT(precision, 0.2);
  EXPECT_GT(precision, 2 * precision_of_popularity());
}

TEST(DynamicNegativeSampling, RanksTheItemsOfItsBlockFirst) {
  const double precision = last_figures(short_recipe("dns")).at("precision-at-5");
  EXPECT_GT(precision, 0.15);
  EXPECT_GT(precision, 2 * precision_of_popularity());
}

TEST(Selection, ContinuesFromAnyStepAsIfItHadNeverStopped) {
  for (const char* name : {"irgan", "dns"}) {
    Recipe recipe = short_recipe(name);
    recipe.training.adversarial_rounds = 6;
    recipe.training.pretrain_epochs = std::min<int64_t>(recipe.training.pretrain_epochs, 1);
    recipe.training.evaluate_every = 2;
    recipe.training.checkpoint_every = 1;
    Trainer whole(recipe, block_pairs(), 5);
    Watcher watcher;
    whole.run(watcher);
    for (const int64_t stop : {1, 3, 5}) {
      EXPECT_TRUE(same_bytes(whole.save(), stopped_and_resumed(recipe, block_pairs(), stop)))
          << name << " stopped after " << stop;
    }
  }
}

/// A world of pairs: five items after four special tokens, two queries.
struct Pairs {
  World world;
  std::unique_ptr<Strategy> strategy;

  explicit Pairs(const SelectionOptions& given) {
    world = make_world({}, 0.0);
    GeneratorOptions options;
    options.cell = "factorization";
    options.vocabulary_size = 9;
    options.embedding_width = 3;
    options.hidden_width = 3;
    options.length = 1;
    options.labels = "condition";
    options.label_sentences = {3, 2};
    options.initial_range = 0.8;
    world.length = 1;
    world.generator = make_generator(options, {3, Purpose::kInitialize, 0});
    world.optimizer =
        std::make_unique<Optimizer>(*world.generator, OptimizerOptions{.learning_rate = 0.0});
    world.train = {.rows = 5,
                   .width = 1,
                   .tokens = {4, 5, 6, 7, 8},
                   .lengths = {1, 1, 1, 1, 1},
                   .labels = {0, 0, 0, 1, 1}};
    world.real = to_sentences(world.train);
    OptionSet set;
    set.get<SelectionOptions>() = given;
    strategy = make_strategy("selection", set);
    world.add_networks(*strategy, {.learning_rate = 0.0});
  }
  StepReport step(int64_t number) {
    StepContext context = world.context(number, 5);
    return strategy->update_generator(context);
  }
};

/// Over many steps with other draws the mean is that of all items.
TEST(Selection, HasTheExactGradientInTheMeanOverSteps) {
  for (const char* reward : {"probability", "log"}) {
    Pairs exact({.draws = 0, .reward = reward});
    exact.step(0);
    const auto expected = gradients(*exact.world.generator);
    Pairs drawn({.draws = 400, .reward = reward});
    torch::Tensor mean = torch::zeros_like(expected);
    constexpr int kSteps = 40;
    for (int number = 0; number < kSteps; ++number) {
      drawn.step(number);
      mean += gradients(*drawn.world.generator) / kSteps;
    }
    EXPECT_TRUE(torch::allclose(mean, expected, 0.0, 3e-4)) << reward;
    EXPECT_GT(expected.abs().max().item<double>(), 1e-3) << reward;
  }
}

/// The judge's loss by plain arithmetic.
TEST(Selection, TeachesTheJudgeByWhatTheGeneratorIsSurestOf) {
  Pairs pairs({.judge_steps = 1, .judge_l2 = 0.1});
  const StepReport report = pairs.step(2);
  const torch::NoGradGuard no_gradient;
  const auto logits =
      pairs.world.generator->forward(pairs.world.real.tokens, pairs.world.real.labels).select(1, 0);
  const auto chosen = drawn_items(torch::softmax(logits / 0.2, 1), 1, {17, Purpose::kNegatives, 2});
  const auto weights = pairs.world.networks.at("judge")->named_parameters();
  double loss = 0.0;
  for (int64_t row = 0; row < 5; ++row) {
    const auto query = weights["query"][pairs.world.real.labels[row].item<int64_t>()];
    for (const double sign : {1.0, -1.0}) {
      const int64_t item = sign > 0 ? pairs.world.real.tokens[row][0].item<int64_t>()
                                    : chosen[row][0].item<int64_t>();
      const auto vector = weights["item"][item];
      const double bias = weights["item_bias"][item].item<double>();
      const double f = (query * vector).sum().item<double>() + bias;
      const double squares =
          query.square().sum().item<double>() + vector.square().sum().item<double>() + bias * bias;
      loss += (std::log1p(std::exp(-sign * f)) + 0.1 * squares / 2) / 10;
    }
  }
  EXPECT_NEAR(report.values.at("judge-loss").item<double>(), loss, 1e-6);
}

TEST(Selection, ReadsNothingBackInsideAStep) {
  Pairs pairs({});
  pairs.step(0);  // the training pairs are counted once
  const ReadBacks read_backs;
  pairs.step(1);
  EXPECT_EQ(read_backs.seen(), 0);
}

}  // namespace
}  // namespace lingan::selection_test
