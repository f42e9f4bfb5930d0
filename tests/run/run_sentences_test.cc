#include <lingan/run/run_sentences.h>

#include <gtest/gtest.h>

#include <algorithm>
#include <functional>

#include <lingan/base/error.h>
#include <lingan/base/labelled_sentences.h>

#include "tests/refusal.h"

namespace lingan::run_sentences_test {
namespace {

constexpr int32_t kVocabulary = 9;
constexpr size_t kLabels = 2;

RunSentences labelled() {
  return {.train = {3, 2, {4, 5, 6, 2, 7, 0}, {2, 2, 1}, {0, 1, 1}},
          .validation = {1, 2, {8, 2}, {2}, {1}},
          .test = {2, 2, {5, 2, 6, 0}, {2, 1}, {0, 0}}};
}

/// Labels are the numbers of sources.
RunSentences sourced() {
  RunSentences sentences = labelled();
  sentences.train.labels = {2, 0, 1};
  sentences.sources = {3, 1, {4, 5, 6}, {1, 1, 1}};
  return sentences;
}

TEST(RunSentences, ComeBackFromTheirTensors) {
  EXPECT_TRUE(
      same_sentences(sentences_of(as_tensors(labelled()), kVocabulary, kLabels), labelled()));
  EXPECT_TRUE(same_sentences(sentences_of(as_tensors(sourced()), kVocabulary, 0), sourced()));
  RunSentences both = sourced();
  both.sources.labels = {1, 0, 1};
  EXPECT_TRUE(same_sentences(sentences_of(as_tensors(both), kVocabulary, kLabels), both));
  RunSentences plain = labelled();
  plain.test = {};
  for (TokenBatch* part : {&plain.train, &plain.validation}) part->labels.clear();
  const TensorFile file = as_tensors(plain);
  EXPECT_EQ(file.tensors.size(), 4u) << "neither labels nor a test";
  EXPECT_TRUE(same_sentences(sentences_of(file, kVocabulary, 0), plain));
}

TEST(RunSentences, AreOthersWhereATokenALengthALabelOrASourceIs) {
  const std::function<void(RunSentences&)> changes[] = {
      [](RunSentences& s) { s.train.tokens[0] = 8; },
      [](RunSentences& s) { s.validation.lengths[0] = 1; },
      [](RunSentences& s) { s.test.labels[1] = 1; },
      [](RunSentences& s) { s.sources.tokens[2] = 7; }, [](RunSentences& s) { s.test = {}; }};
  for (const auto& change : changes) {
    RunSentences other = sourced();
    change(other);
    EXPECT_FALSE(same_sentences(sourced(), other));
  }
}

/// What the reader says against tensors that were changed.
std::string refusal(const std::function<void(TensorFile&)>& change) {
  TensorFile file = as_tensors(labelled());
  change(file);
  return testing::refusal<InputError>([&] { sentences_of(file, kVocabulary, kLabels); });
}

TEST(RunSentences, AreRefusedWhereATensorIsMalformed) {
  EXPECT_EQ(refusal([](TensorFile& file) { file.tensors.erase("validation.lengths"); }),
            "validation.lengths is missing or not an int32 tensor of rank 1");
  EXPECT_EQ(refusal([](TensorFile& file) {
              file.tensors["train.tokens"] = file.tensors["train.tokens"].to(torch::kInt64);
            }),
            "train.tokens is missing or not an int32 tensor of rank 2");
  const std::string out_of_range = "train holds ids or lengths out of range";
  EXPECT_EQ(refusal([](TensorFile& file) { file.tensors["train.tokens"][0][0] = kVocabulary; }),
            out_of_range);
  EXPECT_EQ(refusal([](TensorFile& file) { file.tensors["train.lengths"][2] = 3; }), out_of_range);
  EXPECT_EQ(refusal([](TensorFile& file) {
              file.tensors["train.lengths"] = file.tensors["train.lengths"].narrow(0, 0, 2);
            }),
            out_of_range);
  EXPECT_EQ(refusal([](TensorFile& file) {
              file.tensors["test.labels"][0] = static_cast<int32_t>(kLabels);
            }),
            "test.labels holds labels out of range");
  EXPECT_EQ(refusal([](TensorFile& file) {
              file.tensors["sources.tokens"] = torch::zeros({1, 1}, torch::kInt32);
              file.tensors["sources.lengths"] = torch::zeros({1}, torch::kInt32);
            }),
            "sources holds no sentence, or an empty one");
}

TEST(RunSentences, MayHaveUnknownLabelsWhereTheRecipeTakesThem) {
  RunSentences some = labelled();
  some.train.labels[1] = kUnknownLabel;
  const TensorFile file = as_tensors(some);
  EXPECT_TRUE(same_sentences(sentences_of(file, kVocabulary, kLabels, true), some));
  EXPECT_THROW(sentences_of(file, kVocabulary, kLabels), InputError);
}

TEST(SourceTable, SamplesThoseOfTheTrainingSentencesInAMixedOrder) {
  EXPECT_EQ(source_table(labelled()), nullptr);
  RunSentences many = sourced();
  many.train = TokenBatch::filled(60, 2, 4);
  for (int32_t row = 0; row < 60; ++row) many.train.labels.push_back(row % 3);
  const auto table = source_table(many);
  EXPECT_EQ(table->sentences.tokens, many.sources.tokens);
  EXPECT_NE(table->sampled, many.train.labels);
  EXPECT_TRUE(std::ranges::is_permutation(table->sampled, many.train.labels));
}

}  // namespace
}  // namespace lingan::run_sentences_test
