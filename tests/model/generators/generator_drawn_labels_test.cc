/// A generator that is told labels of its own, which no sentence of the text has.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include <lingan/base/error.h>
#include <lingan/model/generators/generator.h>

#include "tests/refusal.h"

namespace lingan::generator_drawn_labels_test {
namespace {

constexpr SpecialTokens kSpecials{};

GeneratorOptions small() {
  GeneratorOptions options;
  options.vocabulary_size = 6;
  options.embedding_width = 4;
  options.hidden_width = 8;
  options.initial_range = 0.8;
  options.length = 4;
  options.labels = "drawn";
  options.drawn_labels = 3;
  options.label_sentences = sentences_of_labels(options, {});
  return options;
}

std::shared_ptr<Generator> made(const GeneratorOptions& options) {
  auto generator = make_generator(options, {5, Purpose::kInitialize, 0});
  generator->eval();
  return generator;
}

TokenBatch sentences() {
  TokenBatch batch = TokenBatch::filled(2, 4, 0);
  batch.tokens = {3, 4, 2, 0, 5, 5, 3, 4};
  batch.lengths = {3, 4};
  return batch;
}

std::vector<double> of_sentences(const engine::Rollouts& rollouts, const TokenBatch& batch) {
  const std::vector<float> of_tokens = rollouts.log_probabilities(batch);
  std::vector<double> sums;
  for (auto row = of_tokens.begin(); row != of_tokens.end(); row += batch.width) {
    sums.push_back(std::accumulate(row, row + batch.width, 0.0));
  }
  return sums;
}

TEST(GeneratorDrawnLabels, GiveASentenceTheMeanOfItsProbabilitiesByLabel) {
  const auto generator = made(small());
  std::vector<double> mean(2, 0.0);
  for (size_t label = 0; label < 3; ++label) {
    const auto own = generator->of_label(label);
    const auto of_label = of_sentences(*own->rollouts(kSpecials), sentences());
    for (size_t row = 0; row < 2; ++row) mean[row] += std::exp(of_label[row]) / 3;
  }
  TokenBatch told = sentences();
  for (const std::vector<int32_t>& labels : {std::vector<int32_t>{}, {0, 2}}) {
    told.labels = labels;  // that it was drawn with one says nothing of its probability
    const auto all = of_sentences(*generator->rollouts(kSpecials), told);
    for (size_t row = 0; row < 2; ++row) EXPECT_NEAR(all[row], std::log(mean[row]), 1e-4);
  }
}

TEST(GeneratorDrawnLabels, AreDrawnAllAsOften) {
  engine::SampleRequest request;
  request.rows = 12;
  request.length = 4;
  const auto labels = made(small())->rollouts(kSpecials)->sample(request).tokens.labels;
  for (const int32_t label : {0, 1, 2}) EXPECT_EQ(std::ranges::count(labels, label), 4);
}

TEST(GeneratorDrawnLabels, AreNeededByWhoFeedsSentences) {
  using ::testing::HasSubstr;
  const auto tokens = torch::full({1, 1}, 3, torch::kInt64);
  EXPECT_THAT(testing::refusal<UsageError>([&] { made(small())->forward(tokens); }),
              HasSubstr("generator.labels = \"drawn\": the sentences have no labels"));
  GeneratorOptions endless = small();
  endless.specials.eos = -1;
  EXPECT_THAT(testing::refusal<UsageError>([&] { made(endless); }),
              HasSubstr("no token that ends a sentence"));
}

}  // namespace
}  // namespace lingan::generator_drawn_labels_test
