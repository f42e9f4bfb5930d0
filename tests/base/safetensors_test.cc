#include <lingan/base/safetensors.h>

#include <gmock/gmock.h>

#include <cstring>

#include <lingan/base/error.h>
#include <lingan/base/file.h>

#include "tests/test_data.h"

namespace lingan::safetensors_test {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

std::string file_of(const std::string& header, const std::string& data) {
  const uint64_t length = header.size();
  return std::string(reinterpret_cast<const char*>(&length), 8) + header + data;
}

std::string with_length(uint64_t length, const std::string& rest) {
  return std::string(reinterpret_cast<const char*>(&length), 8) + rest;
}

std::string deep_header() {
  std::string text = R"({"a":)";
  for (int i = 0; i < 500; ++i) text += R"({"a":)";
  return text + "1" + std::string(501, '}');
}

const std::string kTwo = std::string(8, 'x');

struct Malformed {
  const char* name;
  std::string bytes;
  const char* reason;
};

void PrintTo(const Malformed& malformed, std::ostream* out) { *out << malformed.name; }

class MalformedSafetensors : public ::testing::TestWithParam<Malformed> {};

TEST_P(MalformedSafetensors, IsRefusedInOneLineThatNamesTheFile) {
  try {
    parse_safetensors(GetParam().bytes, "some.safetensors");
    FAIL() << "was accepted";
  } catch (const InputError& error) {
    EXPECT_THAT(error.what(), HasSubstr("some.safetensors"));
    EXPECT_THAT(error.what(), HasSubstr(GetParam().reason));
    EXPECT_EQ(std::string(error.what()).find('\n'), std::string::npos);
  }
}

std::string one(const std::string& fields) { return R"({"t":{)" + fields + "}}"; }

std::vector<Malformed> malformed_files() {
  const std::string good = R"("dtype":"F32","shape":[2],"data_offsets":[0,8])";
  return {
      {"Empty", "", "too few"},
      {"SevenBytes", "1234567", "too few"},
      {"HeaderBeyondFile", with_length(100, "{}"), "header of 100"},
      {"HeaderBeyondLimit", with_length(100'000'001, "{}"), "limit"},
      {"HeaderOfTwoToThe63", with_length(uint64_t{1} << 63, "{}"), "limit"},
      {"NoHeader", with_length(0, ""), "begin with {"},
      {"LeadingSpace", file_of(" {}", ""), "begin with {"},
      {"LeadingNewline", file_of("\n{}", ""), "begin with {"},
      {"ArrayInsteadOfObject", file_of("[]", ""), "begin with {"},
      {"NotJson", file_of("{oops}", ""), "valid JSON"},
      {"TextAfterTheHeader", file_of("{} {}", ""), "valid JSON"},
      {"Unclosed", file_of("{", ""), "valid JSON"},
      {"InvalidUtf8", file_of("{\"\xff\":{}}", ""), "valid JSON"},
      {"TrailingNuls", file_of(std::string("{}\0\0", 4), ""), "NUL"},
      {"DeepNesting", file_of(deep_header(), ""), "not allowed here"},
      {"TensorThatIsANumber", file_of(R"({"t":1})", ""), "not allowed here"},
      {"TensorThatIsAString", file_of(R"({"t":"x"})", ""), "not allowed here"},
      {"TensorThatIsAList", file_of(R"({"t":[]})", ""), "not allowed here"},
      {"TensorThatIsNull", file_of(R"({"t":null})", ""), "null"},
      {"EmptyName", file_of(R"({"":{)" + good + "}}", kTwo), "empty"},
      {"NulInName", file_of("{\"a\\u0000b\":{" + good + "}}", kTwo), "NUL"},
      {"DuplicateTensor", file_of(R"({"t":{)" + good + R"(},"t":{)" + good + "}}", kTwo), "twice"},
      {"DuplicateField", file_of(one(good + R"(,"dtype":"F32")"), kTwo), "twice"},
      {"DuplicateShape", file_of(one(good + R"(,"shape":[2])"), kTwo), "twice"},
      {"ExtraStringField", file_of(one(good + R"(,"extra":"x")"), kTwo), "expected"},
      {"ExtraListField", file_of(one(good + R"(,"extra":[1])"), kTwo), "expected one of"},
      {"ExtraNumberField", file_of(one(good + R"(,"extra":1)"), kTwo), "not allowed here"},
      {"MissingDtype", file_of(one(R"("shape":[2],"data_offsets":[0,8])"), kTwo), "needed"},
      {"MissingShape", file_of(one(R"("dtype":"F32","data_offsets":[0,8])"), kTwo), "needed"},
      {"MissingOffsets", file_of(one(R"("dtype":"F32","shape":[2])"), kTwo), "needed"},
      {"UnknownDtype", file_of(one(R"("dtype":"F4","shape":[2],"data_offsets":[0,8])"), kTwo),
       "F4"},
      {"DtypeThatIsANumber", file_of(one(R"("dtype":1,"shape":[2],"data_offsets":[0,8])"), kTwo),
       "not allowed here"},
      {"FractionalShape", file_of(one(R"("dtype":"F32","shape":[2.0],"data_offsets":[0,8])"), kTwo),
       "integers"},
      {"NegativeShape", file_of(one(R"("dtype":"F32","shape":[-2],"data_offsets":[0,8])"), kTwo),
       "negative"},
      {"NestedShape", file_of(one(R"("dtype":"F32","shape":[[2]],"data_offsets":[0,8])"), kTwo),
       "not allowed here"},
      {"NegativeOffset", file_of(one(R"("dtype":"F32","shape":[2],"data_offsets":[-8,0])"), kTwo),
       "negative"},
      {"FractionalOffset",
       file_of(one(R"("dtype":"F32","shape":[2],"data_offsets":[0,8.0])"), kTwo), "integers"},
      {"OffsetBeyond64Bits",
       file_of(one(R"("dtype":"F32","shape":[2],"data_offsets":[0,18446744073709551616])"), kTwo),
       "integers"},
      {"ThreeOffsets", file_of(one(R"("dtype":"F32","shape":[2],"data_offsets":[0,4,8])"), kTwo),
       "begin, end"},
      {"EndBeforeBegin", file_of(one(R"("dtype":"F32","shape":[2],"data_offsets":[8,0])"), kTwo),
       "begin <= end"},
      {"Truncated", file_of(one(good), "1234"), "begin <= end"},
      {"ShapeLargerThanRange",
       file_of(one(R"("dtype":"F32","shape":[3],"data_offsets":[0,8])"), kTwo), "take 12"},
      {"ShapeProductWrapsToZero",
       file_of(one(R"("dtype":"F32","shape":[4611686018427387904,4,4],"data_offsets":[0,0])"), ""),
       "overflows"},
      {"ShapeBeyondInt64",
       file_of(one(R"("dtype":"U8","shape":[9223372036854775808,0],"data_offsets":[0,0])"), ""),
       "overflows"},
      {"HoleAtTheStart", file_of(one(R"("dtype":"U8","shape":[4],"data_offsets":[4,8])"), kTwo),
       "hole"},
      {"HoleBetween",
       file_of(R"({"a":{"dtype":"U8","shape":[2],"data_offsets":[0,2]},)"
               R"("b":{"dtype":"U8","shape":[4],"data_offsets":[4,8]}})",
               kTwo),
       "hole"},
      {"Overlap",
       file_of(R"({"a":{"dtype":"U8","shape":[5],"data_offsets":[0,5]},)"
               R"("b":{"dtype":"U8","shape":[4],"data_offsets":[4,8]}})",
               kTwo),
       "overlap"},
      {"Alias",
       file_of(R"({"a":{"dtype":"U8","shape":[8],"data_offsets":[0,8]},)"
               R"("b":{"dtype":"U8","shape":[8],"data_offsets":[0,8]}})",
               kTwo),
       "overlap"},
      {"TrailingBytes", file_of(one(good), kTwo + "y"), "after the last"},
      {"BytesWithoutTensors", file_of("{}", "y"), "after the last"},
      {"MetadataNumber", file_of(R"({"__metadata__":{"a":1}})", ""), "not allowed here"},
      {"MetadataNesting", file_of(R"({"__metadata__":{"a":{}}})", ""), "not allowed here"},
      {"MetadataList", file_of(R"({"__metadata__":{"a":[]}})", ""), "not allowed here"},
      {"MetadataString", file_of(R"({"__metadata__":"a"})", ""), "not allowed here"},
      {"DuplicateMetadataKey", file_of(R"({"__metadata__":{"a":"1","a":"1"}})", ""), "twice"},
      {"DuplicateMetadata", file_of(R"({"__metadata__":{},"__metadata__":{}})", ""), "twice"},
  };
}

INSTANTIATE_TEST_SUITE_P(Table, MalformedSafetensors, ::testing::ValuesIn(malformed_files()),
                         [](const auto& info) { return std::string(info.param.name); });

TEST(Safetensors, AcceptsScalarsEmptyTensorsAndHeadersOfOddLength) {
  const std::string header = R"({"e":{"dtype":"F64","shape":[0,7],"data_offsets":[0,0]},)"
                             R"("s":{"data_offsets":[0,4],"shape":[],"dtype":"I32"} })";
  const std::string bytes = file_of(header, "abcd");
  const SafetensorsIndex index = parse_safetensors(bytes, "f");
  EXPECT_THAT(index.tensors.at("e").shape, ElementsAre(0, 7));
  EXPECT_TRUE(index.tensors.at("e").bytes.empty());
  EXPECT_TRUE(index.tensors.at("s").shape.empty());
  EXPECT_EQ(index.tensors.at("s").bytes, "abcd");
}

TEST(Safetensors, ReadsBackWhatItWrote) {
  SafetensorsIndex index;
  index.tensors["weight"] = {"F32", {2, 1}, "12345678"};
  index.tensors["\xE8\xAA\x9E"] = {"BOOL", {3}, "abc"};
  index.tensors["none"] = {"F16", {0}, ""};
  index.metadata["note"] = "two \"quoted\"\nlines";
  const std::string bytes = format_safetensors(index);
  const SafetensorsIndex read = parse_safetensors(bytes, "f");
  ASSERT_EQ(read.tensors.size(), 3u);
  for (const auto& [name, view] : index.tensors) {
    EXPECT_EQ(read.tensors.at(name).dtype, view.dtype);
    EXPECT_EQ(read.tensors.at(name).shape, view.shape);
    EXPECT_EQ(read.tensors.at(name).bytes, view.bytes);
  }
  EXPECT_EQ(read.metadata, index.metadata);
}

TEST(Safetensors, WritesTensorsByFallingAlignmentThenNameAfterAPaddedHeader) {
  SafetensorsIndex index;
  index.tensors["a"] = {"U8", {1}, "u"};
  index.tensors["c"] = {"F64", {1}, "dddddddd"};
  index.tensors["b"] = {"F32", {1}, "ffff"};
  index.tensors["d"] = {"I64", {1}, "iiiiiiii"};
  const std::string bytes = format_safetensors(index);
  uint64_t header = 0;
  std::memcpy(&header, bytes.data(), 8);
  EXPECT_EQ(header % 8, 0u);
  EXPECT_EQ(bytes.substr(8 + header), "ddddddddiiiiiiiiffffu");
}

TEST(Safetensors, RefusesToWriteWhatItWouldNotRead) {
  SafetensorsIndex index;
  index.tensors["t"] = {"F32", {3}, "12345678"};
  EXPECT_THROW(format_safetensors(index), UsageError);
  index.tensors["t"] = {"C64", {1}, "12345678"};
  EXPECT_THROW(format_safetensors(index), UsageError);
  index.tensors["t"] = {"F64", {}, "12345678"};
  EXPECT_NO_THROW(format_safetensors(index));
  index.tensors["__metadata__"] = {"F64", {}, "12345678"};
  EXPECT_THROW(format_safetensors(index), UsageError);
  index.tensors.erase("__metadata__");
  index.tensors["\xff"] = {"F64", {}, "12345678"};
  EXPECT_THROW(format_safetensors(index), UsageError);
}

TEST(Safetensors, ReadsTheFifteenTensorsOfThePublishedOracle) {
  LINGAN_NEEDS_DATA("oracle/seqgan_target_lstm.safetensors");
  const auto path = testing::shared_data() / "oracle/seqgan_target_lstm.safetensors";
  const std::string bytes = read_file(path);
  const SafetensorsIndex index = parse_safetensors(bytes, path.string());
  EXPECT_EQ(index.tensors.size(), 15u);
  EXPECT_THAT(index.tensors.at("output.weight").shape, ElementsAre(32, 5000));
  EXPECT_EQ(index.tensors.at("output.weight").dtype, "F32");
}

TEST(Safetensors, AnyOneByteChangeIsReadOrRefusedButNeverCrashes) {
  SafetensorsIndex index;
  index.tensors["weight"] = {"F32", {2, 1}, "12345678"};
  index.tensors["bias"] = {"U8", {3}, "abc"};
  const std::string bytes = format_safetensors(index);
  int refused = 0;
  for (size_t at = 0; at < bytes.size(); ++at) {
    for (const char with : {'\0', '\xff', '9', '"', '{', '-'}) {
      std::string changed = bytes;
      changed[at] = with;
      try {
        parse_safetensors(changed, "f");
      } catch (const InputError&) {
        ++refused;
      }
    }
  }
  EXPECT_GT(refused, 300);
}

}  // namespace
}  // namespace lingan::safetensors_test
