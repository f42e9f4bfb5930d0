#include <lingan/text/corpus/line_sources.h>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>

#include <lingan/base/error.h>

#include "tests/refusal.h"

namespace lingan::line_sources_test {
namespace {

using testing::refusal;

using ::testing::ElementsAre;

std::vector<int64_t> match(const std::string& corpus, const std::string& sources,
                           BadText bad_text = BadText::kError) {
  std::istringstream text(corpus), of_sources(sources);
  CorpusLines lines(text, "corpus.txt", bad_text);
  CorpusLines source_lines(of_sources, "sources.txt", bad_text);
  return match_sources(lines, source_lines);
}

TEST(MatchSources, GivesThoseOfLinesThatAreNotBlank) {
  EXPECT_THAT(match("a b\n\nc\n \nd\n", "x\nz\ny\n\nx y\n"), ElementsAre(0, 2, 3));
}

/// A line that is left out takes its source with it.
TEST(MatchSources, GoByTheLinesOfTheFile) {
  EXPECT_THAT(match("a\n\xFF\nc\n", "x\ny\nz\n", BadText::kSkip), ElementsAre(0, 2));
  EXPECT_THAT(match("a\n\nc\n", "x\n\xFF\nz\n", BadText::kSkip), ElementsAre(0, 1));
}

TEST(MatchSources, RefusesLinesAndSourcesThatDoNotFit) {
  EXPECT_EQ(refusal<InputError>([] { match("a\nb\n", "x\n"); }),
            "sources.txt: 1 source for the 2 lines of corpus.txt; it needs one for each line");
  EXPECT_EQ(refusal<InputError>([] { match("a\n", "x\nx\nx\n"); }),
            "sources.txt: 3 sources for the 1 line of corpus.txt; it needs one for each line");
  EXPECT_EQ(refusal<InputError>([] { match("a\nb\n", "x\n \n"); }),
            "sources.txt:2: no source for line 2 of corpus.txt, which has a sentence");
  EXPECT_EQ(refusal<InputError>([] { match("a\nb\nc\n", "x\n\xFF\nz\n", BadText::kSkip); }),
            "sources.txt:2: no source for line 2 of corpus.txt, which has a sentence");
}

/// One row for each number, of that number.
EncodedCorpus encoded(const std::vector<int64_t>& lines) {
  EncodedCorpus corpus;
  corpus.sentences = TokenBatch::filled(static_cast<int64_t>(lines.size()), 1, 0);
  for (size_t row = 0; row < lines.size(); ++row) {
    corpus.sentences.tokens[row] = static_cast<int32_t>(lines[row]);
    corpus.sentences.lengths[row] = 1;
  }
  corpus.lines = lines;
  return corpus;
}

TEST(PairWithSources, KeepsSentencesWhoseSourceWasKept) {
  EncodedCorpus corpus = encoded({0, 2, 3});
  corpus.report.too_long = 1;
  const auto pairs = pair_with_sources(corpus, encoded({10, 11, 13}), {10, 11, 12, 13}, "s");
  EXPECT_THAT(pairs.corpus.lines, ElementsAre(0, 3));
  EXPECT_THAT(pairs.corpus.sentences.tokens, ElementsAre(0, 3));
  EXPECT_THAT(pairs.corpus.sentences.labels, ElementsAre(0, 1));
  EXPECT_THAT(pairs.sources.tokens, ElementsAre(10, 13));
  EXPECT_EQ(pairs.corpus.report.too_long, 2);
  EXPECT_EQ(pairs.corpus.report.sentences, 2);
  EXPECT_EQ(refusal<InputError>([&] {
              pair_with_sources(corpus, encoded({11}), {10, 11, 12, 13}, "s.txt");
            }),
            "s.txt: no sentence has a source that is short enough");
}

}  // namespace
}  // namespace lingan::line_sources_test
