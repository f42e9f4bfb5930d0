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

namespace lingan::corpus_test {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

struct Read {
  TokenBatch corpus;
  CorpusReport report;
  std::vector<int64_t> lines;
};

Read read(const std::string& text, const std::string& kind, const CorpusOptions& options = {},
          const std::string& learn = "a b c d e 0 1 2 3 4") {
  const auto tokenizer = testing::train(kind, {learn}, 0);
  std::istringstream stream(text);
  CorpusLines lines(stream, "file", BadText::kError);
  auto [corpus, report, kept] = read_corpus(lines, CpuLineEncoder(*tokenizer), options);
  return {std::move(corpus), report, std::move(kept)};
}

TEST(ReadCorpus, PadsRowsAndEndsSentences) {
  const auto [corpus, report, lines] =
      read("a b\n\nc z a\n", "whitespace", {.length_percentile = 1});
  EXPECT_THAT(lines, ElementsAre(0, 1)) << "blank lines do not count";
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

TEST(ReadCorpus, ReadsSeveralFilesAsOne) {
  const auto tokenizer = testing::train("whitespace", {"a b c"}, 0);
  std::istringstream first("a b\n\na"), second("c c c\n \nb\n");
  std::vector<CorpusLines> files;
  files.emplace_back(first, "one", BadText::kError);
  files.emplace_back(second, "two", BadText::kError);
  const EncodedCorpus both =
      read_corpus(files, CpuLineEncoder(*tokenizer), {.length_percentile = 1});
  EXPECT_THAT(both.lines, ElementsAre(0, 1, 2, 3));
  EXPECT_THAT(both.sentences.lengths, ElementsAre(3, 2, 4, 2));
  EXPECT_EQ(both.sentences.width, 4);
  EXPECT_EQ(both.report.lines, 6);
  EXPECT_EQ(both.report.empty, 2);
}

TEST(ReadCorpus, TakesTheSmallestLengthThatCoversTheShare) {
  std::string text;
  for (int i = 0; i < 98; ++i) text += "a\n";
  text += "a b\na b c\n";
  EXPECT_EQ(read(text, "whitespace", {.length_percentile = 0.98}).corpus.width, 2);
  EXPECT_EQ(read(text, "whitespace", {.length_percentile = 0.985}).corpus.width, 3);
  EXPECT_EQ(read(text, "whitespace", {.length_percentile = 0.99}).corpus.width, 3);
  EXPECT_EQ(read(text, "whitespace", {.length_percentile = 1}).corpus.width, 4);
  const auto [corpus, report, lines] = read(text, "whitespace", {.length_percentile = 0.99});
  EXPECT_EQ(corpus.rows, 99);
  EXPECT_EQ(report.too_long, 1);
  EXPECT_NO_THROW(read(text, "whitespace", {.length_percentile = 0.01}));
  EXPECT_THROW(read(text, "whitespace", {.length_percentile = 0.009}), UsageError);
  EXPECT_THROW(read(text, "whitespace", {.length_percentile = 0}), UsageError);
  EXPECT_THROW(read(text, "whitespace", {.length_percentile = 1.01}), UsageError);
}

TEST(ReadCorpus, DropsWhatIsLongerThanTheGivenLength) {
  const auto [corpus, report, lines] = read("a b c\na\na b\n", "whitespace", {.max_length = 3});
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
  const auto [corpus, report, lines] = read("1 2\n3 0\n", "ids", {}, "4");
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
  const auto [corpus, report, kept] =
      read_corpus(lines, CpuLineEncoder(*tokenizer), {.length_percentile = 1});
  EXPECT_EQ(corpus.rows, 10000);
  EXPECT_EQ(corpus.width, 37 + 1);
  EXPECT_EQ(report.unknown, 0);
}

}  // namespace
}  // namespace lingan::corpus_test
