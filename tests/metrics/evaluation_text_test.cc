#include <lingan/metrics/evaluation_text.h>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <optional>

#include <lingan/base/error.h>
#include <lingan/base/file.h>
#include <lingan/metrics/token_line.h>
#include <lingan/text/tokenizer/tokenizer.h>

#include "tests/test_data.h"

namespace lingan::metrics::evaluation_text_test {
namespace {

std::vector<int32_t> ids_of(const SentenceList& list, int64_t index) {
  return {list[index].begin(), list[index].end()};
}

TEST(SplitTexts, NumbersEveryDifferentWordAcrossTheTexts) {
  const EvaluationTexts texts{.hypotheses = {"a new  word", ""},
                              .references = {{"another word"}},
                              .training = {{"a", "new"}}};
  const EvaluationSentences words = split_texts(texts, "whitespace");
  EXPECT_EQ(words.hypotheses.size(), 2);
  EXPECT_EQ(ids_of(words.hypotheses, 0), (std::vector<int32_t>{0, 1, 2}));
  EXPECT_TRUE(ids_of(words.hypotheses, 1).empty());
  EXPECT_EQ(ids_of(*words.references, 0), (std::vector<int32_t>{3, 2}));
  EXPECT_EQ(ids_of(*words.training, 1), (std::vector<int32_t>{1}));
}

TEST(SplitTexts, LeavesOutWhatIsNotThere) {
  const EvaluationSentences words = split_texts({.hypotheses = {"a"}}, "word");
  EXPECT_FALSE(words.references);
  EXPECT_FALSE(words.training);
}

TEST(SplitTexts, KnowsEveryCharacterOfAllTexts) {
  const EvaluationSentences words =
      split_texts({.hypotheses = {"ab"}, .references = {{"bz"}}}, "character");
  EXPECT_EQ(ids_of(words.hypotheses, 0)[1], ids_of(*words.references, 0)[0]);
  EXPECT_NE(ids_of(*words.references, 0)[0], ids_of(*words.references, 0)[1]);
}

TEST(SplitTexts, TakesTheTokenizerOfAFile) {
  const testing::TemporaryFolder folder;
  const auto path = folder.path() / "tokenizer.json";
  write_file_atomically(path, make_id_tokenizer(9, {-1, 0, -1, -1})->serialize());
  const EvaluationSentences words = split_texts({.hypotheses = {"3 8"}}, path.string());
  EXPECT_EQ(ids_of(words.hypotheses, 0), (std::vector<int32_t>{3, 8}));
}

TEST(SplitTexts, MatchesNoUnknownWordWithAnother) {
  const testing::TemporaryFolder folder;
  const auto path = folder.path() / "tokenizer.json";
  int lines = 1;
  TokenizerOptions options;
  options.kind = "whitespace";
  const auto tokenizer = train_tokenizer(options, [&]() -> std::optional<std::string> {
    return lines-- > 0 ? std::optional<std::string>("a b") : std::nullopt;
  });
  write_file_atomically(path, tokenizer->serialize());
  const EvaluationSentences words =
      split_texts({.hypotheses = {"a zebra"}, .references = {{"a lion"}}}, path.string());
  EXPECT_EQ(words.hypotheses.ids[0], words.references->ids[0]);
  EXPECT_NE(words.hypotheses.ids[1], words.references->ids[1]);
}

TEST(SplitTexts, RefusesATokenizerThatIsNotThere) {
  try {
    split_texts({.hypotheses = {"a"}}, "bpe");
    FAIL();
  } catch (const UsageError& error) {
    EXPECT_THAT(error.what(),
                ::testing::HasSubstr("tokenizer bpe: use whitespace, word, character, or the "
                                     "file of a tokenizer"));
  }
}

TEST(SplitTexts, KeepsListsOfTokensAsTheyAre) {
  const EvaluationSentences words =
      split_texts({.hypotheses = {token_line(std::vector<std::string>{"New York", "is"})},
                   .references = {{"is New York"}}},
                  "whitespace");
  EXPECT_EQ(ids_of(words.hypotheses, 0), (std::vector<int32_t>{0, 1}));
  EXPECT_EQ(ids_of(*words.references, 0), (std::vector<int32_t>{1, 2, 3}));
}

TEST(SplitTexts, RefusesToSplitListsOfTokens) {
  const std::vector<std::string> text = {"a b"};
  const std::vector<std::string> list = {token_line(std::vector<std::string>{"a", "b"})};
  for (const EvaluationTexts& texts : {EvaluationTexts{.hypotheses = list},
                                       EvaluationTexts{.hypotheses = text, .references = list},
                                       EvaluationTexts{.hypotheses = text, .training = list}}) {
    try {
      split_texts(texts, "word");
      FAIL();
    } catch (const UsageError& error) {
      EXPECT_THAT(error.what(), ::testing::HasSubstr("tokenizer word splits text, and lists"));
    }
  }
}

TEST(SplitTexts, KeepsTheTextsAndTheirSets) {
  const EvaluationSentences words =
      split_texts({.hypotheses = {"a"}, .references = {{"b", "c"}}, .reference_sets = 2}, "word");
  EXPECT_EQ(words.texts->hypotheses, std::vector<std::string>{"a"});
  EXPECT_EQ(words.reference_sets, 2);
  EXPECT_EQ(words.tokenization, "word");
}

TEST(ReadEvaluationLines, ReadsJsonLinesAndNamesTheBadOne) {
  const testing::TemporaryFolder folder;
  const auto path = folder.path() / "text";
  write_file_atomically(path, "\"a b\"\n[\"c d\"]\n");
  EXPECT_EQ(read_evaluation_lines(path.string(), BadText::kError, LineFormat::kJson),
            (std::vector<std::string>{"a b", token_line(std::vector<std::string>{"c d"})}));
  write_file_atomically(path, "\"a b\"\n3\n");
  try {
    read_evaluation_lines(path.string(), BadText::kError, LineFormat::kJson);
    FAIL();
  } catch (const InputError& error) {
    EXPECT_THAT(error.what(), ::testing::HasSubstr("text:2: expected a string"));
  }
}

TEST(ReadEvaluationLines, CountsEmptyLines) {
  const testing::TemporaryFolder folder;
  const auto path = folder.path() / "text.txt";
  write_file_atomically(path, "one\n\ntwo words\n");
  EXPECT_EQ(read_evaluation_lines(path.string()),
            (std::vector<std::string>{"one", "", "two words"}));
}

}  // namespace
}  // namespace lingan::metrics::evaluation_text_test
