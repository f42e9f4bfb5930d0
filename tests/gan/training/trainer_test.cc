#include <lingan/gan/training/trainer.h>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <cstring>

#include <lingan/base/error.h>

namespace lingan {
namespace {

/// Counts on the alphabet 4..9: each token is followed by the next, so that there is much to learn.
TokenBatch counting_sentences(int64_t rows, int64_t first) {
  TokenBatch batch = TokenBatch::filled(rows, 7, 0);
  for (int64_t row = 0; row < rows; ++row) {
    const auto length = static_cast<int32_t>(3 + (row + first) % 4);
    for (int32_t t = 0; t < length; ++t) {
      batch.tokens[row * 7 + t] = static_cast<int32_t>(4 + (row * 5 + first + t) % 6);
    }
    batch.tokens[row * 7 + length] = 2;
    batch.lengths[row] = length + 1;
  }
  return batch;
}

TrainingData counting_data() {
  return {counting_sentences(64, 0), counting_sentences(16, 3), SpecialTokens{}, 10, nullptr};
}

Recipe small_recipe(const std::string& extra) {
  const std::string text = R"(
    name = "small"
    [generator]
    embedding_width = 8
    hidden_width = 8
    dropout = 0.1
    [discriminator]
    embedding_width = 8
    filter_widths = [1, 2]
    filter_counts = [4, 4]
    [training]
    batch_size = 16
    pretrain_epochs = 3
    discriminator_pretrain_steps = 1
    adversarial_steps = 3
    discriminator_steps = 2
    discriminator_epochs = 2
    discriminator_samples = 32
    evaluate_every = 2
    evaluate_samples = 20
    checkpoint_every = 1
  )";
  return parse_recipe(text + extra, "small.toml");
}

constexpr const char* kPolicyGradient = R"(
    [strategy]
    name = "policy-gradient"
    [strategy.policy-gradient]
    rollouts = 2
    baseline = "moving-average"
)";
constexpr const char* kGumbelSoftmax = "[strategy]\nname = \"gumbel-softmax\"\n";

/// Stops after a number of steps; keeps the records.
class Watcher : public TrainingObserver {
 public:
  explicit Watcher(int64_t steps = -1) : left_(steps) {}
  void record(const TrainingRecord& record) override { records.push_back(record); }
  bool advanced(const TrainingProgress&) override { return left_ < 0 || --left_ > 0; }
  void checkpoint() override { ++checkpoints; }

  std::vector<TrainingRecord> records;
  int checkpoints = 0;

 private:
  int64_t left_;
};

bool same_bytes(const TensorFile& a, const TensorFile& b) {
  if (a.tensors.size() != b.tensors.size() || a.metadata != b.metadata) return false;
  for (const auto& [name, tensor] : a.tensors) {
    const auto other = b.tensors.find(name);
    if (other == b.tensors.end() || !torch::equal(tensor, other->second)) return false;
  }
  return true;
}

class TrainerOf : public ::testing::TestWithParam<const char*> {};

TEST_P(TrainerOf, ContinuesFromAnyStepAsIfItHadNeverStopped) {
  const Recipe recipe = small_recipe(GetParam());
  Trainer whole(recipe, counting_data(), 5);
  Watcher watcher;
  whole.run(watcher);
  const TensorFile expected = whole.save();
  for (const int64_t stop : {1, 5, 13, 17, 21, 24, 27}) {
    Trainer first(recipe, counting_data(), 5);
    Watcher until(stop);
    EXPECT_THROW(first.run(until), Interrupted) << stop;
    Trainer second(recipe, counting_data(), 5);
    second.restore(first.save());
    Watcher rest;
    second.run(rest);
    EXPECT_TRUE(same_bytes(expected, second.save())) << "stopped after " << stop;
  }
}

TEST_P(TrainerOf, MeasuresEveryPhase) {
  Trainer trainer(small_recipe(GetParam()), counting_data(), 5);
  Watcher watcher;
  trainer.run(watcher);
  std::map<std::string, int> phases;
  for (const auto& record : watcher.records) ++phases[record.phase];
  EXPECT_EQ(phases, (std::map<std::string, int>{
                        {"pretrain", 3}, {"discriminator", 1}, {"adversarial", 2}}));
  EXPECT_TRUE(std::isfinite(watcher.records.back().values.at("nll")));
  EXPECT_GT(watcher.records.back().values.at("bleu-2"), 0.0);
}

INSTANTIATE_TEST_SUITE_P(Strategies, TrainerOf, ::testing::Values(kPolicyGradient, kGumbelSoftmax));

TEST(Trainer, StopsWhereALossIsNotFiniteAndSaysWhere) {
  Recipe recipe = small_recipe("");
  recipe.training.pretrain_learning_rate = 1e38;
  Trainer trainer(recipe, counting_data(), 1);
  Watcher watcher;
  try {
    trainer.run(watcher);
    FAIL() << "a diverged run must stop";
  } catch (const NumericError& error) {
    EXPECT_THAT(error.what(), ::testing::HasSubstr("the maximum-likelihood"));
    EXPECT_THAT(error.what(), ::testing::HasSubstr("is not finite at step 1, batch"));
  }
}

TEST(Trainer, LearnsByMaximumLikelihood) {
  Recipe recipe = small_recipe("");
  recipe.training.pretrain_epochs = 60;
  recipe.training.pretrain_learning_rate = 0.02;
  Trainer trainer(recipe, counting_data(), 1);
  Watcher watcher;
  trainer.run(watcher);
  const double first = watcher.records.front().values.at("nll");
  const double last = watcher.records.back().values.at("nll");
  EXPECT_GT(first, 1.5);
  // What is left is the first token (6 equally likely) and the length (4), over 5.5 tokens.
  EXPECT_LT(last, (std::log(6.0) + std::log(4.0)) / 5.5 + 0.15);
}

TEST(Trainer, StopsEarlyAndKeepsTheBestWeights) {
  Recipe recipe = small_recipe("");
  recipe.training.pretrain_epochs = 500;
  recipe.training.pretrain_patience = 2;
  recipe.training.pretrain_learning_rate = 0.5;  // too large: validation soon stops falling
  Trainer trainer(recipe, counting_data(), 1);
  Watcher watcher;
  trainer.run(watcher);
  EXPECT_LT(watcher.records.size(), 500u);
  const size_t count = watcher.records.size();
  double best = 1e9;
  for (const auto& record : watcher.records) best = std::min(best, record.values.at("nll"));
  EXPECT_DOUBLE_EQ(watcher.records[count - 3].values.at("nll"), best);
  const TensorFile chosen = trainer.best_generator();
  for (const auto& parameter : trainer.generator().named_parameters()) {
    EXPECT_TRUE(torch::equal(parameter.value(), chosen.tensors.at(parameter.key())));
  }
}

TEST(Trainer, StopsWhenALossIsNotANumber) {
  Recipe recipe = small_recipe("");
  recipe.training.pretrain_learning_rate = 1e38;  // the weights overflow
  recipe.training.gradient_clip = 0;
  Trainer trainer(recipe, counting_data(), 1);
  Watcher watcher;
  EXPECT_THROW(trainer.run(watcher), NumericError);
}

TEST(Trainer, RefusesTheCheckpointOfAnotherRecipe) {
  Trainer small(small_recipe(""), counting_data(), 1);
  Recipe recipe = small_recipe("");
  recipe.generator.hidden_width = 9;
  Trainer wide(recipe, counting_data(), 1);
  EXPECT_THROW(wide.restore(small.save()), InputError);
  TensorFile position = small.save();
  position.metadata["lingan.position"] = R"({"phase": 0, "unit": 0, "batch": 1000000})";
  EXPECT_THROW(small.restore(position), InputError);
}

TEST(Trainer, RefusesABatchLargerThanTheCorpus) {
  Recipe recipe = small_recipe(kPolicyGradient);
  recipe.training.batch_size = 65;
  EXPECT_THROW(Trainer(recipe, counting_data(), 1), UsageError);
}

}  // namespace
}  // namespace lingan
