#include <lingan/text/tokenizer/id_tokenizer.h>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <lingan/base/error.h>

#include "tests/text/training.h"

namespace lingan::id_tokenizer_test {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using testing::reader_of;
using ::testing::StartsWith;
using testing::train;

TEST(IdTokenizer, ReadsNumbers) {
  const auto tokenizer = train("ids", {"3 0 2", "1 1 1"}, 0);
  EXPECT_EQ(tokenizer->size(), 4);
  EXPECT_EQ(tokenizer->specials().eos, -1);
  EXPECT_THAT(tokenizer->encode("3  2 0"), ElementsAre(3, 2, 0));
  EXPECT_EQ(tokenizer->decode(std::vector<int32_t>{3, 2, 0}), "3 2 0");
  const auto again = load_tokenizer_bytes(tokenizer->serialize(), "saved");
  EXPECT_EQ(again->size(), 4);
  EXPECT_EQ(again->specials(), tokenizer->specials());
  for (const auto* line : {"4", "-1", "x", "1.5", "99999999999999999999"}) {
    EXPECT_THROW(tokenizer->encode(line), InputError) << line;
  }
}

TEST(IdTokenizer, TakesAGivenSizeAndRefusesLargerNumbers) {
  EXPECT_EQ(train("ids", {"3 0 2"}, 10)->size(), 10);
  try {
    train("ids", {"1 2", "3 10"}, 10);
    FAIL() << "no exception";
  } catch (const InputError& error) {
    EXPECT_THAT(error.what(), StartsWith("'10' is no token id: expected numbers in 0..9"));
  }
  EXPECT_THROW(train("ids", {" "}, 0), InputError);
}

TEST(IdTokenizer, RefusesAFewIdsOfAHugeVocabularyThatIsNotGiven) {
  EXPECT_EQ(train("ids", {"1 65535"}, 0)->size(), 65'536);
  EXPECT_EQ(train("ids", {"1 65536"}, 65'537)->size(), 65'537);
  try {
    train("ids", {"1 2", "3 65536"}, 0);
    FAIL() << "no exception";
  } catch (const InputError& error) {
    EXPECT_THAT(error.what(), StartsWith("the text's largest id is 65536, but it has only 4 tok"));
    EXPECT_THAT(error.what(), HasSubstr("`vocabulary_size`"));
  }
  const std::string long_line = [] {
    std::string line = "65600";
    for (int i = 0; i < 656; ++i) line += " 1";
    return line;
  }();
  EXPECT_EQ(train("ids", {long_line}, 0)->size(), 65'601);
}

TEST(IdTokenizer, ChecksItsSizeAndItsSpecialIds) {
  const SpecialTokens none{-1, -1, -1, -1};
  EXPECT_EQ(IdTokenizer(1, none).piece(0), "0");
  EXPECT_THROW(IdTokenizer(1, none).piece(1), UsageError);
  EXPECT_THROW(IdTokenizer(0, none), InputError);
  EXPECT_THROW(IdTokenizer((1 << 24) + 1, none), InputError);
  EXPECT_THROW(IdTokenizer(5, {.pad = 5, .bos = 0, .eos = -1, .unk = -1}), InputError);
  EXPECT_THROW(IdTokenizer(5, {.pad = -2, .bos = 0, .eos = -1, .unk = -1}), InputError);
  EXPECT_THROW(IdTokenizer(5, {.pad = -1, .bos = 0, .eos = 5, .unk = -1}), InputError);
}

TEST(IdTokenizer, HasSentencesThatEndWhereThereIsAnEos) {
  const IdTokenizer tokenizer(6, {.pad = 0, .bos = 1, .eos = 2, .unk = 3});
  EXPECT_EQ(tokenizer.decode(std::vector<int32_t>{5, 3, 4, 2, 0, 0}), "5 3 4");
  EXPECT_THAT(tokenizer.encode("5 3 4"), ElementsAre(5, 3, 4));
  EXPECT_EQ(tokenizer.piece(2), "<eos>");
  EXPECT_EQ(tokenizer.piece(3), "3");
  for (const auto* line : {"5 0", "1 5", "5 2 4"}) {
    EXPECT_THROW(tokenizer.encode(line), InputError) << line;
  }
  const auto again = load_tokenizer_bytes(tokenizer.serialize(), "saved");
  EXPECT_EQ(again->specials(), tokenizer.specials());
}

}  // namespace
}  // namespace lingan::id_tokenizer_test
