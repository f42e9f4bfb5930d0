#include <lingan/run/evaluation/measured_sentences.h>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <lingan/base/error.h>
#include <lingan/text/corpus/line_encoder.h>

#include "tests/run/small_run.h"

namespace lingan::measured_sentences_test {
namespace {

using testing::write_lines;

class MeasuredSentencesTest : public ::testing::Test {
 protected:
  MeasuredSentencesTest() {
    const auto words = write_lines(folder_.path() / "words", {"a b c d"});
    CorpusLines lines(words, BadText::kError);
    TokenizerOptions options;
    options.kind = "whitespace";
    spec_.tokenizer = train_tokenizer(options, [&] { return lines.next(); });
    spec_.length = 3;
  }

  MeasuredSentences of_lines(const std::vector<std::string>& lines) {
    return {write_lines(folder_.path() / "text", lines).string(), BadText::kError, spec_};
  }

  testing::TemporaryFolder folder_;
  RunSpec spec_;
};

TEST_F(MeasuredSentencesTest, OfARunHaveTheirIdsAndTheirText) {
  const auto& tokenizer = *spec_.tokenizer;
  const int32_t a = tokenizer.encode("a")[0], b = tokenizer.encode("b")[0];
  MeasuredSentences sentences({2, 3, {a, b, 2, b, 2, 0}, {3, 2}}, spec_);
  EXPECT_EQ(sentences.text(), (std::vector<std::string>{"a b", "b"}));
  EXPECT_EQ(sentences.words().ids, (std::vector<int32_t>{a, b, b}));
  EXPECT_EQ(sentences.rows().tokens, (std::vector<int32_t>{a, b, 2, b, 2, 0}));
}

TEST_F(MeasuredSentencesTest, OfAFileAreWhatReadCorpusReads) {
  const std::vector<std::string> lines = {"a b", "", "c", "a b c", "x d"};
  MeasuredSentences sentences = of_lines(lines);
  EXPECT_EQ(sentences.text(), lines);
  EXPECT_EQ(sentences.words().size(), 5) << "empty and long ones count";
  CorpusLines again(folder_.path() / "text", BadText::kError);
  const TokenBatch read =
      read_corpus(again, CpuLineEncoder(*spec_.tokenizer), {.max_length = 3}).sentences;
  EXPECT_EQ(sentences.rows().tokens, read.tokens);
  EXPECT_EQ(sentences.rows().lengths, read.lengths);
}

TEST_F(MeasuredSentencesTest, OfAFileSayWhatIsLeftOut) {
  MeasuredSentences sentences = of_lines({"", "a b c", "a b c d", "a"});
  EXPECT_EQ(sentences.left_out(), "");
  EXPECT_EQ(sentences.rows().rows, 1);
  EXPECT_EQ(sentences.left_out(),
            "3 of 4 sentences left out: 1 empty, 2 of more than 2 tokens, the longest of the run");
}

TEST_F(MeasuredSentencesTest, OfAFileGoThroughTheNormalizationOfTheRun) {
  TokenizerOptions options;
  options.kind = "whitespace";
  options.normalizer = {"nfc", true};
  int lines = 1;
  spec_.tokenizer = train_tokenizer(options, [&]() -> std::optional<std::string> {
    return lines-- > 0 ? std::optional<std::string>("\u00E9t\u00E9 a") : std::nullopt;
  });
  MeasuredSentences sentences = of_lines({"E\u0301te\u0301  A", "A Zebra"});
  EXPECT_EQ(sentences.text(), (std::vector<std::string>{"\u00E9t\u00E9 a", "a zebra"}));
  EXPECT_EQ(sentences.words()[0][0], spec_.tokenizer->encode("\u00E9t\u00E9")[0]);
}

TEST_F(MeasuredSentencesTest, OfALineThatIsNotEncodedSayWhere) {
  spec_.tokenizer = make_id_tokenizer(5, {-1, 0, -1, -1});
  MeasuredSentences sentences = of_lines({"1 2 3", "1 2 a"});
  try {
    sentences.words();
    FAIL();
  } catch (const InputError& error) {
    EXPECT_THAT(error.what(), ::testing::HasSubstr("text:2: 'a'"));
  }
}

}  // namespace
}  // namespace lingan::measured_sentences_test
