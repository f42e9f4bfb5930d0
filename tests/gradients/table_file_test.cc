#include <lingan/gradients/table_file.h>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include <lingan/base/error.h>

#include "tests/test_data.h"

namespace lingan::gradients::table_file_test {
namespace {

constexpr const char* kGood = R"({"vocabulary": 2, "length": 2,
    "logits": {"": [0, 1], "1": [0.5, 2], "0": [-1, 0]},
    "rewards": {"0 0": 1, "0 1": 2.5, "1 0": -3, "1 1": 4e-1}})";
constexpr const char* kFunction = R"({"vocabulary": 3, "length": 1, "logits": {"": [0, 1, 2]},
    "function": {"values": [1, 2, 4], "polynomial": [-7, 3], "sigmoid": true}})";

/// The message for kGood with a piece of it replaced.
std::string refusal(const std::string& piece, const std::string& by, std::string text = kGood) {
  const size_t at = text.find(piece);
  EXPECT_NE(at, std::string::npos) << piece;
  text.replace(at, piece.size(), by);
  try {
    parse_table(text);
  } catch (const InputError& error) {
    return error.what();
  }
  return {};
}

TEST(TableFile, GivesTheLogitsAndRewardsByTheirPrefixes) {
  const GradientTable table = parse_table(kGood);
  EXPECT_THAT(table.logits(), ::testing::ElementsAre(0, 1, -1, 0, .5, 2));
  EXPECT_THAT(table.rewards(), ::testing::ElementsAre(1, 2.5, -3, .4));
  EXPECT_FALSE(table.shared());
}

TEST(TableFile, MayHaveOneRowForAllPrefixes) {
  const GradientTable table = parse_table(
      R"({"vocabulary": 2, "length": 2, "shared": true, "logits": {"": [0, 1]},
          "rewards": {"0 0": 1, "0 1": 2, "1 0": 3, "1 1": 4}})");
  EXPECT_TRUE(table.shared());
  EXPECT_EQ(table.rows(), 1);
}

TEST(TableFile, MayHaveAFunctionOfARelaxedVector) {
  const GradientTable table = parse_table(kFunction);
  ASSERT_TRUE(table.function().has_value());
  EXPECT_TRUE(table.function()->sigmoid);
  EXPECT_THAT(table.function()->polynomial, ::testing::ElementsAre(-7, 3));
  EXPECT_EQ(table.sequences(), 3);
}

TEST(TableFile, IsRefusedWithTheKeyThatIsMissing) {
  EXPECT_EQ(refusal("\"1\": [0.5, 2], ", ""), "'1' of 'logits' is missing");
  EXPECT_EQ(refusal("\"1 0\": -3, ", ""), "'1 0' of 'rewards' is missing");
  EXPECT_EQ(refusal("\"\": [0, 1], ", ""), "'' of 'logits' is missing");
  EXPECT_EQ(refusal("\"length\": 2,", ""), "the key 'length' is missing");
  EXPECT_EQ(refusal("\"values\": [1, 2, 4], ", "", kFunction),
            "the key 'values' of 'function' is missing");
  EXPECT_EQ(refusal("\"rewards\"", "\"reward\""), "unknown key 'reward'");
}

TEST(TableFile, IsRefusedWithTheKeyThatIsNoneOfItsSequences) {
  for (const char* key :
       {"2 0", "0", "0 0 0", "1  1", "01 1", "-1 0", "1 1 ", " 1 1", "+1 1", "x"}) {
    EXPECT_EQ(refusal("\"0 0\": 1", "\"0 0\": 1, \"" + std::string(key) + "\": 1"),
              "the key '" + std::string(key) +
                  "' of 'rewards' is none of the table's: 2 ids below 2 joined by a space");
  }
  EXPECT_THAT(refusal("\"\": [0, 1]", "\"\": [0, 1], \"0 0\": [0, 0]"),
              ::testing::HasSubstr("the key '0 0' of 'logits' is none of the table's: at most 1"));
  EXPECT_EQ(refusal("\"0 0\": 1", "\"0 0\": 1, \"0 0\": 2"), "the key '0 0' appears twice");
}

TEST(TableFile, IsRefusedForValuesThatDoNotFit) {
  EXPECT_EQ(refusal("[0, 1]", "[0, 1, 2]"),
            "'' of 'logits' has 3 numbers, where the vocabulary has 2 tokens");
  EXPECT_EQ(refusal("[0, 1]", "[0, null]"), "an entry of '' of 'logits' is no number");
  EXPECT_EQ(refusal("[0, 1]", "3"), "'' of 'logits' is no list of numbers");
  EXPECT_EQ(refusal("2.5", "\"2.5\""), "'0 1' of 'rewards' is no number");
  EXPECT_THAT(refusal("2.5", "1e101"), ::testing::HasSubstr("is beyond 1e+100"));
  EXPECT_THAT(refusal("2.5", "1e999"), ::testing::HasSubstr("malformed JSON"));
  EXPECT_THAT(refusal("2.5", "nan"), ::testing::HasSubstr("malformed JSON at byte"));
  EXPECT_EQ(refusal("\"vocabulary\": 2", "\"vocabulary\": 1"), "'vocabulary' must be 2 or more");
  EXPECT_EQ(refusal("\"length\": 2", "\"length\": 0"), "'length' must be 1 or more");
  EXPECT_EQ(refusal("\"length\": 2", "\"length\": 2.5"),
            "'length' is no whole number in its range");
  EXPECT_EQ(refusal("\"length\": 2", "\"length\": 2, \"shared\": 1"),
            "'shared' must be true or false");
  EXPECT_EQ(refusal("\"length\": 1", "\"length\": 2, \"shared\": true", kFunction),
            "'function' needs the length 1; give 'rewards'");
  EXPECT_EQ(refusal("\"function\"", "\"rewards\": {}, \"function\"", kFunction),
            "give either 'rewards' or, of one relaxed vector, a 'function'");
  EXPECT_EQ(refusal("[0, 1]", "[[0], 1]"), "JSON is nested too deep");
}

TEST(TableFile, IsRefusedBeforeMemoryIsTakenForItsSizes) {
  EXPECT_EQ(refusal("\"length\": 2", "\"length\": 40"),
            "2^40 sequences (vocabulary^length) are too many to enumerate; at most 1000000");
  EXPECT_THAT(refusal("\"length\": 2", "\"length\": 9223372036854775807"),
              ::testing::HasSubstr("too many to enumerate"));
  EXPECT_THAT(refusal("\"vocabulary\": 2", "\"vocabulary\": 9223372036854775807"),
              ::testing::HasSubstr("too many to enumerate"));
}

TEST(TableFile, IsNamedInMessages) {
  const lingan::testing::TemporaryFolder folder;
  const auto path = folder.path() / "table.json";
  std::ofstream(path) << R"({"vocabulary": 3, "length": 1, "logits": {"": [0, 1, 2]},
      "function": {"values": [1e99, 2, 4], "polynomial": [0, 0, 0, 0, 1]}})";
  try {
    read_table(path);
    FAIL() << "a reward that is no finite number was taken";
  } catch (const InputError& error) {
    EXPECT_EQ(std::string(error.what()), path.string() + ": one of the rewards is not finite");
  }
  std::ofstream(path) << kGood;
  EXPECT_EQ(read_table(path).sequences(), 4);
}

}  // namespace
}  // namespace lingan::gradients::table_file_test
