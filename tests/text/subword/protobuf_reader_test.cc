#include <lingan/text/subword/protobuf_reader.h>

#include <algorithm>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <lingan/base/error.h>

#include "tests/text/sentencepiece_models.h"

namespace lingan::protobuf_reader_test {
namespace {

using testing::append_varint;
using ::testing::HasSubstr;
using Type = ProtobufField::Type;

std::vector<ProtobufField> fields_of(std::string_view message) {
  std::vector<ProtobufField> fields;
  ProtobufReader reader(message);
  while (const auto field = reader.next()) fields.push_back(*field);
  return fields;
}

std::string message_of(std::string_view message) {
  try {
    fields_of(message);
    return "no exception";
  } catch (const InputError& error) {
    return error.what();
  }
}

// The messages that protobuf's page on its encoding shows.
TEST(ProtobufReader, ReadsTheExamplesOfItsDocumentation) {
  const auto number = fields_of("\x08\x96\x01");
  ASSERT_EQ(number.size(), 1U);
  EXPECT_EQ(number[0].number, 1U);
  EXPECT_EQ(number[0].type, Type::kVarint);
  EXPECT_EQ(number[0].value, 150U);
  const auto text = fields_of("\x12\x07testing");
  ASSERT_EQ(text.size(), 1U);
  EXPECT_EQ(text[0].number, 2U);
  EXPECT_EQ(text[0].type, Type::kBytes);
  EXPECT_EQ(text[0].bytes, "testing");
}

TEST(ProtobufReader, ReadsFixedValuesLowestByteFirst) {
  using namespace std::string_view_literals;
  const auto fields = fields_of("\x0D\x01\x02\x03\x04\x11\x01\0\0\0\0\0\0\x80"sv);
  ASSERT_EQ(fields.size(), 2U);
  EXPECT_EQ(fields[0].type, Type::kFixed32);
  EXPECT_EQ(fields[0].value, 0x04030201U);
  EXPECT_EQ(fields[1].type, Type::kFixed64);
  EXPECT_EQ(fields[1].value, 0x8000000000000001U);
}

TEST(ProtobufReader, ReadsNumbersOfEveryLength) {
  for (int bit = 0; bit < 64; ++bit) {
    for (const uint64_t value : {uint64_t{1} << bit, (uint64_t{1} << bit) - 1, ~uint64_t{0}}) {
      std::string message = "\x08";
      append_varint(message, value);
      EXPECT_EQ(fields_of(message).at(0).value, value);
    }
  }
}

TEST(ProtobufReader, ReadsTheLargestFieldNumber) {
  std::string message;
  append_varint(message, uint64_t{0x1FFFFFFF} << 3);
  EXPECT_EQ(fields_of(message + "\x07").at(0).number, 0x1FFFFFFFU);
}

TEST(ProtobufReader, RefusesEveryTruncation) {
  const std::string message = std::string("\x08\x96\x01\x12\x07testing\x0D\x01\x02\x03\x04", 17);
  const std::vector<size_t> ends = {0, 3, 12, 17};  // of whole fields
  for (size_t size = 0; size <= message.size(); ++size) {
    const bool is_whole = std::find(ends.begin(), ends.end(), size) != ends.end();
    EXPECT_EQ(message_of(message.substr(0, size)), is_whole ? "no exception" : "truncated") << size;
  }
}

TEST(ProtobufReader, RefusesALengthBeyondTheEnd) {
  std::string message = "\x12";
  append_varint(message, ~uint64_t{0});
  EXPECT_EQ(message_of(message + "abc"), "truncated");
}

TEST(ProtobufReader, RefusesWhatSentencePieceNeverWrites) {
  EXPECT_THAT(message_of("\x0B"), HasSubstr("wire type"));  // the start of a group
  EXPECT_THAT(message_of("\x0F"), HasSubstr("wire type"));
  EXPECT_THAT(message_of(std::string_view("\0\1", 2)), HasSubstr("field number"));
  EXPECT_THAT(message_of("\x80\x80\x80\x80\x80\x01\x01"), HasSubstr("field number"));
  EXPECT_THAT(message_of("\x08" + std::string(10, '\xFF') + "\x01"), HasSubstr("64 bits"));
}

}  // namespace
}  // namespace lingan::protobuf_reader_test
