#include <lingan/base/npy.h>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include <lingan/base/error.h>

#include "tests/base/npy_bytes.h"
#include "tests/refusal.h"

namespace lingan::npy_test {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using testing::npy_bytes;

std::string complaint_of(const std::string& bytes) {
  return testing::refusal<InputError>([&] { parse_npy(bytes, "some.npy"); });
}

/// The bytes of numpy.save(file, numpy.zeros((2, 3), numpy.float32)), by NumPy 2.4.6.
TEST(Npy, ReadsWhatNumpyWrites) {
  std::string bytes = std::string("\x93NUMPY\x01\x00v\x00", 10) +
                      "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }";
  bytes += std::string(127 - bytes.size(), ' ') + "\n" + std::string(24, '\0');
  const TensorView array = parse_npy(bytes, "a");
  EXPECT_EQ(array.dtype, "F32");
  EXPECT_THAT(array.shape, ElementsAre(2, 3));
  EXPECT_EQ(array.bytes.size(), 24u);
}

TEST(Npy, ReadsEveryVersionAndAnyOrderOfKeys) {
  const std::string header = "{\"shape\":(1,),'descr':'<f2','fortran_order':False}";
  EXPECT_EQ(parse_npy(npy_bytes(header, "ab"), "a").dtype, "F16");
  for (const char version : {'\x02', '\x03'}) {
    const std::string bytes = "\x93NUMPY" + std::string(1, version) + '\0' +
                              static_cast<char>(header.size()) + std::string(3, '\0') + header +
                              "ab";
    EXPECT_EQ(parse_npy(bytes, "a").bytes, "ab");
  }
  EXPECT_THAT(
      parse_npy(npy_bytes("{'descr':'<f8','fortran_order':False,'shape':()}", "12345678"), "a")
          .shape,
      ElementsAre());
}

TEST(Npy, IsRefusedInOneLineThatNamesTheFile) {
  const auto with = [](const std::string& type, const std::string& order,
                       const std::string& shape) {
    return "{'descr': '" + type + "', 'fortran_order': " + order + ", 'shape': " + shape + "}";
  };
  const std::string good = with("<f4", "False", "(1,)");
  const std::pair<std::string, const char*> cases[] = {
      {"", "is no .npy file"},
      {"\x93NUMPY", "cut short in its header"},
      {std::string("\x93NUMPY\x01\x00\xFF\x00{", 11), "cut short in its header"},
      {std::string("\x93NUMPY\x09\x00\x00\x00", 10), "version 9 of .npy"},
      {std::string("\x93NUMPY\x02\x00\xFF\xFF\xFF\xFF{}", 14), "cut short in its header"},
      {npy_bytes(good, "abc"), "cut short: its array takes 4 bytes, and 3 follow"},
      {npy_bytes(good, "abcde"), "has bytes too many"},
      {npy_bytes("", ""), "expected {"},
      {npy_bytes("{", ""), "expected a string"},
      {npy_bytes("{}", ""), "it needs descr, fortran_order and shape"},
      {npy_bytes("{'descr' '<f4'}", ""), "expected :"},
      {npy_bytes("{'descr': '<f4' 'shape': ()}", ""), "a comma is missing"},
      {npy_bytes("{'descr': '<f4", ""), "a string does not end"},
      {npy_bytes("{'unknown': 1}", ""), "unknown key \"unknown\""},
      {npy_bytes(good + "x", "abcd"), "something follows the dictionary"},
      {npy_bytes("{'descr': [('a', '<f4')]}", ""), "its entries are records"},
      {npy_bytes(with("<f4", "0", "(1,)"), "abcd"), "neither True nor False"},
      {npy_bytes(with("<f4", "True", "(1,)"), "abcd"), "Fortran order"},
      {npy_bytes(with(">f4", "False", "(1,)"), "abcd"), "of type \">f4\""},
      {npy_bytes(with("<i8", "False", "(1,)"), "abcdefgh"), "of type \"<i8\""},
      {npy_bytes(with("<f4", "False", "(-1,)"), "abcd"), "no list of sizes"},
      {npy_bytes(with("<f4", "False", "(1 2)"), "abcd"), "a comma is missing in the shape"},
      {npy_bytes(with("<f4", "False", "(99999999999, 99999999999)"), ""), "too large"},
      {npy_bytes(with("<f4", "False", "(99999999999999999999,)"), ""), "no list of sizes"}};
  for (const auto& [bytes, reason] : cases) {
    const std::string complaint = complaint_of(bytes);
    EXPECT_THAT(complaint, HasSubstr("some.npy: "));
    EXPECT_THAT(complaint, HasSubstr(reason));
    EXPECT_EQ(complaint.find('\n'), std::string::npos);
  }
}

}  // namespace
}  // namespace lingan::npy_test
