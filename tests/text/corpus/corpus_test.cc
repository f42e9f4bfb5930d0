#include <lingan/text/corpus/corpus.h>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <numeric>
#include <sstream>

#include <lingan/base/error.h>
#include <lingan/base/parallel.h>
#include <lingan/text/corpus/line_encoder.h>

#include "tests/test_data.h"
#include "tests/text/training.h"

namespace lingan {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

struct Read {
  TokenBatch corpus;
  CorpusReport report;
};

Read read(const std::string& text, const std::string& kind, const CorpusOptions& options = {},
          const std::string& learn = "a b c d e 0 1 2 3 4") {
  const auto tokenizer = testing::train(kind, {learn}, 0);
  std::istringstream stream(text);
  CorpusLines lines(stream, "file", BadText::kError);
  auto [corpus, report] = read_corpus(lines, CpuLineEncoder(*tokenizer), options);
  return {std::move(corpus), report};
}

TEST(ReadCorpus, PadsRowsAndEndsSentences) {
  const auto [corpus, report] = read("a b\n\nc z a\n", "whitespace", {.length_percentile = 1});
  EXPECT_EQ(corpus.rows, 2);
  EXPECT_EQ(corpus.width, 4);
  EXPECT_THAT(corpus.lengths, ElementsAre(3, 4));
  EXPECT_EQ(corpus.tokens[2], 2);
  EXPECT_EQ(corpus.tokens[3], 0);
  EXPECT_EQ(corpus.tokens[5], 3);
  EXPECT_EQ(report.lines, 3);
  EXPECT_EQ(report.sentences, 2);
  EXPECT_EQ(report.empty, 1);
  EXPECT_EQ(report.too_long, 0);
  EXPECT_EQ(report.tokens, 7);
  EXPECT_EQ(report.unknown, 1);
}

TEST(ReadCorpus, TakesTheSmallestLengthThatCoversTheShare) {
  std::string text;
  for (int i = 0; i < 98; ++i) text += "a\n";
  text += "a b\na b c\n";
  EXPECT_EQ(read(text, "whitespace", {.length_percentile = 0.98}).corpus.width, 2);
  EXPECT_EQ(read(text, "whitespace", {.length_percentile = 0.985}).corpus.width, 3);
  EXPECT_EQ(read(text, "whitespace", {.length_percentile = 0.99}).corpus.width, 3);
  EXPECT_EQ(read(text, "whitespace", {.length_percentile = 1}).corpus.width, 4);
  const auto [corpus, report] = read(text, "whitespace", {.length_percentile = 0.99});
  EXPECT_EQ(corpus.rows, 99);
  EXPECT_EQ(report.too_long, 1);
  EXPECT_THROW(read(text, "whitespace", {.length_percentile = 0}), UsageError);
  EXPECT_THROW(read(text, "whitespace", {.length_percentile = 1.01}), UsageError);
}

TEST(ReadCorpus, DropsWhatIsLongerThanTheGivenLength) {
  const auto [corpus, report] = read("a b c\na\na b\n", "whitespace", {.max_length = 3});
  EXPECT_EQ(corpus.width, 3);
  EXPECT_THAT(corpus.lengths, ElementsAre(2, 3));
  EXPECT_EQ(report.too_long, 1);
  EXPECT_EQ(read("a\n", "whitespace", {.max_length = 9}).corpus.width, 9);
}

TEST(ReadCorpus, NeedsASentence) {
  EXPECT_THROW(read("", "whitespace"), InputError);
  EXPECT_THROW(read("\n \n", "whitespace"), InputError);
  EXPECT_THROW(read("a b\n", "whitespace", {.max_length = 1}), InputError);
}

TEST(ReadCorpus, NeedsEqualLengthsWhereSentencesHaveNoEnd) {
  const auto [corpus, report] = read("1 2\n3 0\n", "ids", {}, "4");
  EXPECT_EQ(corpus.width, 2);
  EXPECT_THAT(corpus.tokens, ElementsAre(1, 2, 3, 0));
  EXPECT_THROW(read("1 2\n3\n", "ids", {}, "4"), InputError);
  try {
    read("1 2\n3 9\n", "ids", {}, "4");
    FAIL() << "no exception";
  } catch (const InputError& error) {
    EXPECT_THAT(error.what(), HasSubstr("file:2: '9' is no token id"));
  }
}

TEST(ReadCorpus, GivesTheSameForAnyNumberOfThreads) {
  std::string text;
  for (int i = 0; i < 10000; ++i) text += std::string(i % 7 + 1, 'a' + i % 5) + " b\n";
  set_thread_count(1);
  const auto one = read(text, "character");
  set_thread_count(3);
  const auto three = read(text, "character");
  set_thread_count(0);
  EXPECT_EQ(one.corpus.rows, 10000);
  EXPECT_EQ(one.corpus.tokens, three.corpus.tokens);
  EXPECT_EQ(one.corpus.lengths, three.corpus.lengths);
}

TEST(ReadCorpus, AgreesWithTheCountsOfImageCoco) {
  LINGAN_NEEDS_DATA("coco/image_coco.train.tok.txt");
  const auto path = testing::shared_data() / "coco/image_coco.train.tok.txt";
  CorpusLines training(path, BadText::kError);
  TokenizerOptions options;
  options.kind = "whitespace";
  const auto tokenizer = train_tokenizer(options, [&] { return training.next(); });
  EXPECT_EQ(tokenizer->size(), 4659 + 4);
  CorpusLines lines(path, BadText::kError);
  const auto [corpus, report] =
      read_corpus(lines, CpuLineEncoder(*tokenizer), {.length_percentile = 1});
  EXPECT_EQ(corpus.rows, 10000);
  EXPECT_EQ(corpus.width, 37 + 1);
  EXPECT_EQ(report.unknown, 0);
}

TokenBatch numbered_rows(int64_t rows) {
  TokenBatch corpus = TokenBatch::filled(rows, 2, 0);
  for (int64_t i = 0; i < rows; ++i) {
    corpus.tokens[static_cast<size_t>(2 * i)] = static_cast<int32_t>(i + 10);
    corpus.lengths[static_cast<size_t>(i)] = 1;
  }
  return corpus;
}

std::vector<int32_t> numbers_of(const TokenBatch& corpus) {
  std::vector<int32_t> numbers;
  for (int64_t i = 0; i < corpus.rows; ++i) numbers.push_back(corpus.row(i)[0] - 10);
  return numbers;
}

TEST(SplitCorpus, PartsEveryRowOnce) {
  const auto [training, validation] = split_corpus(numbered_rows(1000), 0.1, 7);
  EXPECT_EQ(training.rows, 900);
  EXPECT_EQ(validation.rows, 100);
  auto all = numbers_of(training);
  const auto held_out = numbers_of(validation);
  all.insert(all.end(), held_out.begin(), held_out.end());
  std::sort(all.begin(), all.end());
  std::vector<int32_t> expected(1000);
  std::iota(expected.begin(), expected.end(), 0);
  EXPECT_EQ(all, expected);
}

TEST(SplitCorpus, DependsOnTheSeedAlone) {
  const auto corpus = numbered_rows(500);
  EXPECT_EQ(split_corpus(corpus, 0.2, 1).second.tokens, split_corpus(corpus, 0.2, 1).second.tokens);
  EXPECT_NE(split_corpus(corpus, 0.2, 1).second.tokens, split_corpus(corpus, 0.2, 2).second.tokens);
}

TEST(SplitCorpus, HoldsOutEveryRowEquallyOften) {
  std::vector<int> held_out(20);
  const auto corpus = numbered_rows(20);
  for (uint64_t seed = 0; seed < 2000; ++seed) {
    for (const int32_t row : numbers_of(split_corpus(corpus, 0.25, seed).second)) ++held_out[row];
  }
  // 500 expected, standard deviation 19.4: four of them allow 1 row in 800 to stray.
  for (const int count : held_out) EXPECT_NEAR(count, 500, 78);
}

TEST(SplitCorpus, HandlesTheEdges) {
  EXPECT_EQ(split_corpus(numbered_rows(5), 0, 1).second.rows, 0);
  EXPECT_EQ(split_corpus(numbered_rows(5), 0.01, 1).second.rows, 1);
  EXPECT_THROW(split_corpus(numbered_rows(1), 0.5, 1), InputError);
  EXPECT_THROW(split_corpus(numbered_rows(5), 1.0, 1), UsageError);
  EXPECT_THROW(split_corpus(numbered_rows(5), -0.1, 1), UsageError);
}

}  // namespace
}  // namespace lingan
