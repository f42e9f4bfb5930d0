/// Whole runs of a generator of sentences by their sources and labels, without maximum likelihood:
/// what it learns of these it learns of D.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include <lingan/engine/rollouts/rollouts.h>

#include "tests/gan/training/small_run.h"

namespace lingan::conditioned_training_test {
namespace {

using testing::Watcher;

constexpr int32_t kWords = 6;  // 4..9

/// A source's word in the language of a label.
int32_t translated(int32_t word, int32_t label) {
  const int32_t number = word - 4;
  return 4 + (label == 0 ? (number + 1) % kWords : (5 * number + 3) % kWords);
}

/// Each word with each label, some times; sentences are the words' translations.
TrainingData dictionary() {
  constexpr int32_t kTimes = 8;
  TrainingData data{.train = TokenBatch::filled(0, 2, 0),
                    .validation = TokenBatch::filled(0, 2, 0),
                    .specials = SpecialTokens{},
                    .vocabulary_size = 10,
                    .label_sentences = {kTimes * kWords, kTimes * kWords}};
  auto sources = std::make_shared<SourceTable>();
  sources->sentences = TokenBatch::filled(0, 2, 0);
  for (int32_t i = 0; i < kTimes * 2 * kWords; ++i) {
    const int32_t word = 4 + i % kWords, label = i / kWords % 2;
    data.train.tokens.insert(data.train.tokens.end(), {translated(word, label), 2});
    data.train.lengths.push_back(2);
    data.train.labels.push_back(i);
    sources->sentences.tokens.insert(sources->sentences.tokens.end(), {word, 2});
    sources->sentences.lengths.push_back(2);
    sources->sentences.labels.push_back(label);
  }
  data.train.rows = sources->sentences.rows = kTimes * 2 * kWords;
  sources->sampled = data.train.labels;
  data.sources = sources;
  return data;
}

Recipe recipe(const std::vector<std::string>& overrides) {
  const std::string text = R"(
    name = "dictionary"
    [strategy]
    name = "gumbel-softmax"
    [strategy.gumbel-softmax]
    estimator = "straight-through"
    schedule = "constant"
    inverse_temperature = 1.0
    [generator]
    embedding_width = 32
    hidden_width = 32
    source = "encoder"
    labels = "condition"
    [discriminator]
    embedding_width = 32
    filter_widths = [1, 2]
    filter_counts = [32, 32]
    reads_sources = true
    mismatched_share = 0.5
    [optimizer.generator]
    learning_rate = 0.003
    [optimizer.discriminator]
    learning_rate = 0.003
    [training]
    batch_size = 48
    pretrain_epochs = 0
    adversarial_rounds = 800
    round = "discriminator, generator"
    discriminator_epochs = 1
    discriminator_samples = 48
    evaluate_every = 800
    evaluate_samples = 20
    checkpoint_every = 800
  )";
  return parse_recipe(text, "dictionary.toml", overrides);
}

/// The share of the sources whose likeliest sentence is their translation.
double right_after(const std::vector<std::string>& overrides, uint64_t seed) {
  const TrainingData data = dictionary();
  Trainer trainer(recipe(overrides), data, seed);
  Watcher watcher;
  trainer.run(watcher);
  engine::SampleRequest request;
  request.rows = data.train.rows;
  request.length = 2;
  request.stream = {1, Purpose::kSample, 0};
  request.options.greedy = true;
  const TokenBatch greedy = trainer.generator().rollouts(data.specials)->sample(request).tokens;
  double right = 0;
  for (int64_t row = 0; row < greedy.rows; ++row) {
    const auto source = static_cast<int64_t>(greedy.labels[static_cast<size_t>(row)]);
    right += greedy.row(row).front() == data.train.row(source).front();
  }
  return right / static_cast<double>(greedy.rows);
}

TEST(ConditionedTraining, LearnsATranslationFromADiscriminatorThatReadsSources) {
  for (const uint64_t seed : {1, 2}) EXPECT_GT(right_after({}, seed), 0.9) << seed;
}

TEST(ConditionedTraining, LearnsNoneFromOneThatDoesNot) {
  EXPECT_LT(right_after({"discriminator.reads_sources=false"}, 1), 0.4) << "1 of 6 by chance";
}

}  // namespace
}  // namespace lingan::conditioned_training_test
