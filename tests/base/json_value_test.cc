#include <lingan/base/json_value.h>

#include <gtest/gtest.h>

#include "tests/refusal.h"

namespace lingan::json_value_test {
namespace {

template <class Body>
std::string complaint(const Body& body) {
  return testing::refusal<InputError>([&] { body(); });
}

TEST(ParseJson, NamesTheByteInWordsOfItsOwn) {
  EXPECT_EQ(complaint([] { parse_json("{\"a\": 1"); }), "malformed JSON at byte 8");
  EXPECT_EQ(complaint([] { parse_json("{\"a\": x}"); }), "malformed JSON at byte 7");
  EXPECT_EQ(complaint([] { parse_json(""); }), "malformed JSON at byte 1");
  EXPECT_EQ(complaint([] { parse_json("[1e999]"); }), "malformed JSON: a number that is too large");
  EXPECT_EQ(parse_json("{\"a\": 1}").at("a"), 1);
}

TEST(JsonValue, IsOfTheWantedType) {
  const auto json =
      parse_json(R"({"n": 7, "big": 18446744073709551615, "t": "x", "m": {"a": "b"}})");
  EXPECT_EQ(json_value<int32_t>(json, "n"), 7);
  EXPECT_EQ(json_value<uint64_t>(json, "big"), UINT64_MAX);
  EXPECT_EQ(json_value<double>(json, "n"), 7.0);
  EXPECT_EQ(json_value<std::string>(json, "t"), "x");
  EXPECT_EQ((json_value<std::map<std::string, std::string>>(json, "m").at("a")), "b");
  EXPECT_EQ(json_value<std::string>(json, "absent", "y"), "y");
}

TEST(JsonValue, NamesTheKeyThatIsWrong) {
  const auto json = parse_json(R"({"f": 1.5, "minus": -1, "large": 4294967296, "t": "x"})");
  EXPECT_EQ(complaint([&] { json_value<int32_t>(json, "n"); }), "the key 'n' is missing");
  EXPECT_EQ(complaint([&] { json_value<int32_t>(json, "f"); }),
            "'f' is no whole number in its range");
  EXPECT_EQ(complaint([&] { json_value<uint64_t>(json, "minus"); }),
            "'minus' is no whole number in its range");
  EXPECT_EQ(complaint([&] { json_value<int32_t>(json, "large"); }),
            "'large' is no whole number in its range");
  EXPECT_EQ(complaint([&] { json_value<std::string>(json, "f"); }), "'f' is no text");
  EXPECT_EQ(complaint([&] { json_value<double>(json, "t"); }), "'t' is no number");
  EXPECT_EQ(complaint([&] { json_value<double>(parse_json("[1]"), "t"); }),
            "the key 't' is missing");
}

}  // namespace
}  // namespace lingan::json_value_test
