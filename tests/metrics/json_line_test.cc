#include <lingan/metrics/json_line.h>

#include <gtest/gtest.h>
#include <lingan/base/error.h>
#include <lingan/metrics/token_line.h>

namespace lingan::metrics::json_line_test {
namespace {

TEST(JsonLine, IsAString) {
  EXPECT_EQ(sentence_of_json(R"("a \"dog\" \u00e9")"), "a \"dog\" \u00E9");
}

TEST(JsonLine, IsAListOfTokens) {
  const std::string line = sentence_of_json(R"(["New York", "is"])");
  EXPECT_EQ(tokens_of_line(line), (std::vector<std::string_view>{"New York", "is"}));
}

TEST(JsonLine, IsAnObjectWithText) {
  EXPECT_EQ(sentence_of_json(R"({"text": "a dog", "ids": [4, 5]})"), "a dog");
}

TEST(JsonLine, IsNothingElse) {
  for (const char* line : {"", "a dog", "3", "null", "{}", "[1]", R"([["a"]])", R"({"text": 1})",
                           R"("a\u0000b")", R"(["a\u0000"])", R"("a" "b")"}) {
    EXPECT_THROW(sentence_of_json(line), InputError) << line;
  }
}

TEST(JsonLine, IsToldByTheNameOfTheFile) {
  for (const char* name : {"a.jsonl", "b/a.jsonl.gz", "a.ndjson.xz", "a.jsonl.zst"}) {
    EXPECT_TRUE(names_json_lines(name)) << name;
  }
  for (const char* name : {"a.txt", "-", "a.json", "jsonl", "a.jsonl.txt"}) {
    EXPECT_FALSE(names_json_lines(name)) << name;
  }
}

}  // namespace
}  // namespace lingan::metrics::json_line_test
