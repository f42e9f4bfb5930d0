#include <lingan/run/data/text_files.h>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <lingan/base/error.h>

#include "tests/refusal.h"
#include "tests/run/small_run.h"

namespace lingan::text_files_test {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using testing::write_lines;

class TextFilesTest : public ::testing::Test {
 protected:
  TextSource two() const {
    return {.corpus = write_lines(folder_.path() / "a", {"a b", "", "b"}).string(),
            .corpus_b = write_lines(folder_.path() / "b", {"c", " ", "c d", "d"}).string()};
  }
  testing::TemporaryFolder folder_;
};

TEST_F(TextFilesTest, LabelTheLinesOfTwoCorporaAAndB) {
  const TextSource source = two();
  const TextFiles files(source);
  EXPECT_EQ(files.count(), 5);
  PreparedData data;
  EXPECT_THAT(files.line_labels(data), ElementsAre(0, 0, 1, 1, 1));
  EXPECT_EQ(data.labels, (std::vector<Label>{{"a", 0}, {"b", 0}}));
  files.put_fingerprints(data);
  EXPECT_NE(data.corpus_b_fingerprint, data.corpus_fingerprint);
  EXPECT_NE(data.corpus_b_fingerprint, "");
}

TEST_F(TextFilesTest, FindLabelsInAColumnOfTheCorpus) {
  TextSource source{
      .corpus = write_lines(folder_.path() / "a", {"a b\tx", "", "\xFF\tz", "c\ty"}).string(),
      .label_column = 2,
      .bad_text = BadText::kSkip};
  const TextFiles files(source);
  PreparedData data;
  EXPECT_THAT(files.line_labels(data), ElementsAre(0, 1));
  EXPECT_EQ(data.labels, (std::vector<Label>{{"x", 0}, {"y", 0}}));
  EXPECT_EQ(files.lines().front().next(), "a b");
  source.label_column = 1;
  EXPECT_THAT(TextFiles(source).line_labels(data), ElementsAre(0, 1)) << "a b, c";
  EXPECT_EQ(TextFiles(source).lines().front().next(), "x");
  source.label_column = 3;
  EXPECT_THROW(TextFiles{source}, UsageError);
}

TEST_F(TextFilesTest, AreReadOneAfterTheOther) {
  const TextSource source = two();
  const TextFiles files(source);
  std::vector<std::string> all;
  for (CorpusLines& file : files.lines()) {
    while (const auto line = file.next()) all.push_back(*line);
  }
  EXPECT_THAT(all, ElementsAre("a b", "", "b", "c", " ", "c d", "d"));
}

TEST_F(TextFilesTest, RefuseLabelsOfTwoKinds) {
  const auto refusal = [](const TextSource& source) -> std::string {
    return testing::refusal<UsageError>([&] {
      PreparedData data;
      TextFiles(source).line_labels(data);
    });
  };
  TextSource source = two();
  source.labels = source.corpus;
  EXPECT_THAT(refusal(source), HasSubstr("`labels`, `corpus_b`: "));
  EXPECT_THAT(refusal({.corpus = write_lines(folder_.path() / "c", {"x\ta"}).string(),
                       .labels = source.corpus,
                       .label_column = 1}),
              HasSubstr("`labels`, `label_column`: a sentence has one label"));
  source = two();
  source.validation = source.corpus;
  EXPECT_THAT(refusal(source), HasSubstr("`corpus_b`: held-out sentences"));
  source = two();
  source.corpus_b = source.corpus;
  EXPECT_THAT(refusal(source), HasSubstr("`corpus_b`: is the first corpus"));
}

TEST_F(TextFilesTest, RefuseASecondCorpusWithoutText) {
  TextSource source = two();
  write_lines(source.corpus_b, {"", " "});
  EXPECT_THROW(TextFiles{source}, InputError);
}

}  // namespace
}  // namespace lingan::text_files_test
