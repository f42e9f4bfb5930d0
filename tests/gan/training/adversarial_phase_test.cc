#include <lingan/gan/training/adversarial_phase.h>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <lingan/gan/training/trainer.h>

#include "tests/gan/training/small_run.h"
#include "tests/heard_notices.h"

namespace lingan::adversarial_phase_test {
namespace {

using testing::counting_data;
using testing::small_recipe;
using testing::Watcher;

/// Keeps the generator's first weight at each adversarial measurement.
class WeightWatcher : public Watcher {
 public:
  explicit WeightWatcher(const Trainer& trainer) : trainer_(trainer) {}
  void record(const TrainingRecord& record) override {
    Watcher::record(record);
    if (record.phase == "adversarial") weights.push_back(first(trainer_.generator()));
  }
  static torch::Tensor first(const Generator& generator) {
    return generator.parameters()[0].detach().clone();
  }
  std::vector<torch::Tensor> weights;

 private:
  const Trainer& trainer_;
};

struct Chosen {
  std::vector<TrainingRecord> records;  // adversarial ones
  std::vector<torch::Tensor> weights;   // at each
  torch::Tensor chosen;
  TensorFile checkpoint;
  TensorFile generator;
};

Chosen train(const std::string& select, TrainingData data) {
  Recipe recipe = small_recipe("policy-gradient");
  recipe.training.select = select;
  recipe.training.adversarial_rounds = 6;
  recipe.training.evaluate_every = 1;
  recipe.optimizers.generator.learning_rate = 0.05;  // measurements differ
  Trainer trainer(recipe, std::move(data), 2);
  WeightWatcher watcher(trainer);
  trainer.run(watcher);
  Chosen result;
  for (const auto& record : watcher.records) {
    if (record.phase == "adversarial") result.records.push_back(record);
  }
  result.weights = watcher.weights;
  const std::string name = trainer.generator().named_parameters()[0].key();
  result.generator = trainer.best_generator();
  result.chosen = result.generator.tensors.at(name);
  result.checkpoint = trainer.save();
  return result;
}

TEST(AdversarialPhase, KeepsTheWeightsOfTheHighestSelectedBleu) {
  const Chosen run = train("bleu-2", counting_data());
  const auto better = [](const TrainingRecord& a, const TrainingRecord& b) {
    return a.values.at("bleu-2") < b.values.at("bleu-2");
  };
  const auto best = std::max_element(run.records.begin(), run.records.end(), better);
  ASSERT_NE(best + 1, run.records.end()) << "the last must not be the best";
  EXPECT_TRUE(torch::equal(run.chosen, run.weights[best - run.records.begin()]));
}

nlohmann::json origin_of(const Chosen& run) {
  return nlohmann::json::parse(run.generator.metadata.at("lingan.chosen"));
}

TEST(AdversarialPhase, SaysWhichStepAndFigureChoseTheWeights) {
  const nlohmann::json by_bleu = origin_of(train("bleu-2", counting_data()));
  EXPECT_EQ(by_bleu.at("phase"), "adversarial");
  EXPECT_EQ(by_bleu.at("figure"), "bleu-2");
  EXPECT_EQ(origin_of(train("", counting_data())),
            (nlohmann::json{{"phase", "adversarial"}, {"step", 6}, {"figure", "last"}}));
}

/// By nll the weights of pretraining compete, and the user hears of it where they win.
TEST(AdversarialPhase, TellsWherePretrainingIsBetterByNll) {
  const testing::HeardNotices notices;
  const std::vector<std::string>& heard = notices.texts;
  const Chosen run = train("nll", counting_data());
  const nlohmann::json origin = origin_of(run);
  ASSERT_EQ(origin.at("phase"), "pretrain") << "the adversarial rate is too large to gain";
  EXPECT_EQ(origin.at("figure"), "nll");
  ASSERT_FALSE(heard.empty());
  EXPECT_NE(heard.back().find("no adversarial step was better than pretrain"), std::string::npos);
}

TEST(AdversarialPhase, KeepsTheLastWeightsUnlessAFigureIsSelected) {
  for (const std::string select : {"", "last"}) {
    const Chosen run = train(select, counting_data());
    EXPECT_TRUE(torch::equal(run.chosen, run.weights.back())) << select;
  }
}

TEST(AdversarialPhase, KeepsTheLastWeightsWhereNothingIsHeldOut) {
  TrainingData data = counting_data();
  data.validation = TokenBatch::filled(0, 7, 0);
  const Chosen run = train("", data);
  EXPECT_TRUE(torch::equal(run.chosen, run.weights.back()));
  for (const TrainingRecord& record : run.records) EXPECT_FALSE(record.values.contains("nll"));
  // A value that is not a number would leave a checkpoint that cannot be read.
  const std::string position = run.checkpoint.metadata.at("lingan.position");
  EXPECT_EQ(position.find("null"), std::string::npos) << position;
}

/// Which generator steps a strategy was asked for, and with how many in all.
class NotingStrategy : public Strategy {
 public:
  NotingStrategy(std::unique_ptr<Strategy> strategy, std::string& moves)
      : strategy_(std::move(strategy)), moves_(moves) {}
  StepReport update_generator(StepContext& context) override {
    moves_ += fmt::format("G{}/{} ", context.step, context.total_steps);
    return strategy_->update_generator(context);
  }
  Sentences fakes_for_discriminator(StepContext& context, int64_t rows,
                                    uint64_t first_row) override {
    if (first_row < 1000) moves_ += fmt::format("D{} ", context.step);
    return strategy_->fakes_for_discriminator(context, rows, first_row);
  }

 private:
  std::unique_ptr<Strategy> strategy_;
  std::string& moves_;
};

/// The moves of two rounds.
std::string moves_of(const std::string& round) {
  Recipe recipe = small_recipe("policy-gradient");
  recipe.training.round = round;
  recipe.training.adversarial_rounds = 2;
  recipe.optimizers.discriminator.learning_rate = 0.05;
  TrainingState state(recipe, counting_data(), 1);
  std::string moves;
  auto& player = state.players.strategy;
  player = std::make_unique<NotingStrategy>(std::move(player), moves);
  AdversarialPhase phase(state);
  Watcher watcher;
  int64_t steps = 0;
  do ++steps;
  while (phase.step(watcher) != Phase::Outcome::kFinished);
  return moves + std::to_string(steps) + "/" + std::to_string(phase.total_steps());
}

// A round of D takes four steps, and its fakes are drawn once.
TEST(AdversarialPhase, MakesTheMovesOfARoundInTheirOrder) {
  EXPECT_EQ(moves_of("generator, discriminator"), "G0/2 D0 G1/2 D1 10/10");
  EXPECT_EQ(moves_of("discriminator x2, generator x2"), "D0 D0 G0/4 G1/4 D1 D1 G2/4 G3/4 20/20");
  EXPECT_EQ(moves_of("generator, discriminator, generator x2"),
            "G0/6 D0 G1/6 G2/6 G3/6 D3 G4/6 G5/6 14/14");
  EXPECT_EQ(moves_of("generator, likelihood x3 every 2"), "G0/2 G1/2 5/5");
}

/// D is never so bad, and never so good.
TEST(AdversarialPhase, TrainsTheDiscriminatorUntilItIsGoodEnough) {
  EXPECT_THAT(moves_of("discriminator x3 until 1.0, generator"), ::testing::EndsWith("26/26"));
  const std::string early = moves_of("discriminator x3 until 0.6, generator");
  EXPECT_THAT(early, ::testing::Not(::testing::EndsWith("26/26")));
}

}  // namespace
}  // namespace lingan::adversarial_phase_test
