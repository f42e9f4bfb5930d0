#include <lingan/gan/training/adversarial_phase.h>

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include <lingan/base/notice.h>
#include <lingan/gan/training/trainer.h>

#include "tests/gan/training/small_run.h"

namespace lingan {
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
  std::vector<std::string> heard;
  set_notice_listener([&heard](const std::string& text) { heard.push_back(text); });
  const Chosen run = train("nll", counting_data());
  set_notice_listener(nullptr);
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

}  // namespace
}  // namespace lingan
