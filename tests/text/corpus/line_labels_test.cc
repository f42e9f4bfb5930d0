#include <lingan/text/corpus/line_labels.h>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>

#include <lingan/base/error.h>

#include "tests/refusal.h"

namespace lingan::line_labels_test {
namespace {

using testing::refusal;

using ::testing::ElementsAre;

LineLabels read(const std::string& text) {
  std::istringstream stream(text);
  CorpusLines lines(stream, "labels.txt", BadText::kError);
  return read_labels(lines);
}

std::vector<int32_t> match(const std::string& corpus, const std::string& labels,
                           BadText bad_text = BadText::kError) {
  std::istringstream stream(corpus);
  CorpusLines lines(stream, "corpus.txt", bad_text);
  return match_labels(lines, read(labels), "labels.txt");
}

TEST(ReadLabels, NumbersNamesInTheirOrder) {
  const LineLabels labels = read("pos\nneg\r\n\npos\n  mixed feelings\t\nneg");
  EXPECT_THAT(labels.names, ElementsAre("mixed feelings", "neg", "pos"));
  EXPECT_THAT(labels.lines, ElementsAre(2, 1, -1, 2, 0, 1));
}

TEST(ReadLabels, RefusesWhatIsNoSetOfLabels) {
  std::string many;
  for (size_t i = 0; i < kMaximumLabels; ++i) many += "label " + std::to_string(i) + "\n";
  EXPECT_EQ(read(many).names.size(), kMaximumLabels);
  EXPECT_EQ(refusal<InputError>([&] { read(many + "label 7\none more\n"); }),
            "labels.txt:1002: more than 1000 different labels; a label says of what kind a "
            "sentence is, and many sentences share it");
  EXPECT_THAT(refusal<InputError>([] { read("good\n\xFF\n"); }),
              ::testing::StartsWith("labels.txt:2: "));
}

TEST(MatchLabels, GivesThoseOfLinesThatAreNotBlank) {
  EXPECT_THAT(match("a b\n\nc\n \nd\n", "x\nz\ny\n\nx\n"), ElementsAre(0, 1, 0));
}

TEST(MatchLabels, LetsSomeBeUnknownWhereThatMayBe) {
  std::istringstream stream("a b\n\nc\nd\n");
  CorpusLines lines(stream, "corpus.txt", BadText::kError);
  EXPECT_THAT(match_labels(lines, read("x\n\n\ny\n"), "labels.txt", true),
              ElementsAre(0, kUnknownLabel, 1));
}

/// A line that is left out takes its label with it.
TEST(MatchLabels, GoByTheLinesOfTheFile) {
  EXPECT_THAT(match("a\n\xFF\nc\n", "x\ny\nz\n", BadText::kSkip), ElementsAre(0, 2));
  EXPECT_THAT(match("a\n\xFF\nc\n", "x\ny\nz\n", BadText::kReplace), ElementsAre(0, 1, 2));
}

TEST(MatchLabels, RefusesLinesAndLabelsThatDoNotFit) {
  EXPECT_EQ(refusal<InputError>([] { match("a\nb\n", "x\n"); }),
            "labels.txt: 1 label for the 2 lines of corpus.txt; it needs one for each line");
  EXPECT_EQ(refusal<InputError>([] { match("a\n", "x\nx\nx\n"); }),
            "labels.txt: 3 labels for the 1 line of corpus.txt; it needs one for each line");
  EXPECT_EQ(refusal<InputError>([] { match("a\nb\n", "x\n \n"); }),
            "labels.txt:2: no label for line 2 of corpus.txt, which has a sentence");
}

}  // namespace
}  // namespace lingan::line_labels_test
