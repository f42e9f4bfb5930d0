#include <lingan/metrics/vectors/vector_file.h>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <string>
#include <utility>
#include <vector>

#include <lingan/base/error.h>
#include <lingan/base/safetensors.h>

#include "tests/base/npy_bytes.h"
#include "tests/refusal.h"

namespace lingan::metrics::vector_file_test {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

template <class Number>
std::string bytes_of(std::vector<Number> values) {
  return {reinterpret_cast<const char*>(values.data()), values.size() * sizeof(Number)};
}

/// As NumPy 2.4 writes it.
std::string npy(const std::string& type, const std::string& shape, const std::string& data) {
  const std::string header =
      "{'descr': '" + type + "', 'fortran_order': False, 'shape': " + shape + ", }\n";
  return lingan::testing::npy_bytes(header, data);
}

std::string safetensors(const std::string& dtype, const std::string& data) {
  return format_safetensors({.tensors = {{"v", {dtype, {2, 1}, data}}}, .metadata = {}});
}

std::string complaint_of(const std::string& bytes) {
  return testing::refusal<InputError>([&] { parse_sentence_vectors(bytes, "some.npy"); });
}

TEST(VectorFile, HasNumbersOfEveryWidth) {
  const auto values = [](const std::string& bytes) {
    const SentenceVectors vectors = parse_sentence_vectors(bytes, "a");
    EXPECT_EQ(vectors.width, 1);
    return vectors.values;
  };
  EXPECT_THAT(values(npy("<f8", "(2, 1)", bytes_of<double>({1.5, -1e38}))),
              ElementsAre(1.5, -1e38));
  EXPECT_THAT(values(npy("<f4", "(1, 1)", bytes_of<float>({kLargestNumber}))),
              ElementsAre(kLargestNumber));
  EXPECT_THAT(values(npy("<f4", "(2, 1)", bytes_of<float>({1.5, -2}))), ElementsAre(1.5, -2));
  EXPECT_THAT(values(safetensors("BF16", bytes_of<uint16_t>({0x3F80, 0xC040}))),
              ElementsAre(1, -3));
  EXPECT_THAT(values(safetensors("F64", bytes_of<double>({1, 2}))), ElementsAre(1, 2));
}

/// 1, the largest, the smallest normal, the smallest, and -2.
TEST(VectorFile, HasNumbersOfSixteenBits) {
  const auto bytes = npy("<f2", "(5, 1)", bytes_of<uint16_t>({0x3C00, 0x7BFF, 0x0400, 1, 0xC000}));
  EXPECT_THAT(parse_sentence_vectors(bytes, "a").values,
              ElementsAre(1, 65504, 0x1p-14, 0x1p-24, -2));
}

TEST(VectorFile, IsRefusedInOneLineThatNamesIt) {
  const double nan = std::numeric_limits<double>::quiet_NaN();
  const std::string two = bytes_of<double>({1, 2});
  const std::pair<std::string, const char*> cases[] = {
      {npy("<f8", "(2,)", two), "has the shape (2); it must have two dimensions"},
      {npy("<f8", "(2, 1, 1)", two), "has the shape (2, 1, 1)"},
      {npy("<f8", "(0, 3)", ""), "no vector in it"},
      {npy("<f8", "(3, 0)", ""), "its vectors have no numbers"},
      {npy("<f8", "(2, 1)", bytes_of<double>({1, nan})), "vector 2 holds NaN"},
      {npy("<f8", "(2, 1)", bytes_of<double>({1, -1e200})),
       "vector 2 holds -1e+200; the largest number of a vector is 3.40282e+38, float32's"},
      {npy("<f4", "(1, 2)", bytes_of<float>({1, -HUGE_VALF})), "vector 1 holds infinity"},
      {npy("<f2", "(1, 1)", bytes_of<uint16_t>({0x7C00})), "vector 1 holds infinity"},
      {npy("<f2", "(1, 1)", bytes_of<uint16_t>({0x7E00})), "vector 1 holds NaN"},
      {npy("<f8", "(3, 1)", two), "cut short: its array takes 24 bytes, and 16 follow"},
      {safetensors("I64", bytes_of<int64_t>({1, 2})), "of type I64"},
      {format_safetensors({.tensors = {}, .metadata = {}}), "has 0 tensors; save one"},
      {"the cat sat on the mat\n", "neither a .npy file nor safetensors"},
      {"", "neither a .npy file nor safetensors"}};
  for (const auto& [bytes, reason] : cases) {
    const std::string complaint = complaint_of(bytes);
    EXPECT_THAT(complaint, HasSubstr("some.npy: "));
    EXPECT_THAT(complaint, HasSubstr(reason));
    EXPECT_EQ(complaint.find('\n'), std::string::npos);
  }
}

}  // namespace
}  // namespace lingan::metrics::vector_file_test
