#include <lingan/text/corpus/corpus_statistics.h>

#include <sstream>

#include <gtest/gtest.h>

namespace lingan::corpus_statistics_test {
namespace {

CorpusStatistics measure(const std::string& text) {
  TokenizerOptions options;
  options.kind = "whitespace";
  std::istringstream training("a b c d\n");
  CorpusLines learn(training, "training", BadText::kError);
  const auto tokenizer = train_tokenizer(options, [&learn] { return learn.next(); });
  std::istringstream stream(text);
  CorpusLines lines(stream, "text", BadText::kSkip);
  return measure_corpus(lines, *tokenizer);
}

TEST(CorpusStatistics, CountsLinesTokensTypesAndDuplicates) {
  const CorpusStatistics statistics = measure("a b\n\nc x a\na b\n\xFF\nd\n");
  EXPECT_EQ(statistics.lines, 6);
  EXPECT_EQ(statistics.empty, 1);
  EXPECT_EQ(statistics.bad, 1);
  EXPECT_EQ(statistics.duplicates, 1);
  EXPECT_EQ(statistics.tokens, 8);
  EXPECT_EQ(statistics.types, 5);
  EXPECT_EQ(statistics.unknown, 1);
  EXPECT_DOUBLE_EQ(statistics.mean_length(), 2.0);
  EXPECT_EQ(statistics.length_percentile(0.25), 1);
  EXPECT_EQ(statistics.length_percentile(0.75), 2);
  EXPECT_EQ(statistics.length_percentile(1.0), 3);
}

TEST(CorpusStatistics, AreZeroWithoutText) {
  EXPECT_EQ(measure("").lines, 0);
  EXPECT_EQ(measure("\n").length_percentile(0.5), 0);
  EXPECT_EQ(measure("\n").mean_length(), 0.0);
}

}  // namespace
}  // namespace lingan::corpus_statistics_test
