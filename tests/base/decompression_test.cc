#include <lingan/base/decompression.h>

#include <algorithm>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <lingan/base/error.h>

#include "tests/base/packed.h"

namespace lingan::decompression_test {
namespace {

using testing::gzip;
using ::testing::HasSubstr;
using testing::xz;
using testing::zstd;

/// Gives its bytes in pieces of a length, as a pipe does.
class Pieces : public ByteSource {
 public:
  Pieces(std::string bytes, size_t longest) : bytes_(std::move(bytes)), longest_(longest) {}
  size_t read(char* buffer, size_t bytes) override {
    const size_t given = std::min({bytes, longest_, bytes_.size() - taken_});
    std::copy_n(bytes_.begin() + static_cast<int64_t>(taken_), given, buffer);
    taken_ += given;
    return given;
  }
  uint64_t taken() const override { return taken_; }

 private:
  std::string bytes_;
  size_t longest_;
  size_t taken_ = 0;
};

std::string read_all(const std::string& bytes, size_t longest = 1 << 20, size_t buffer = 4096) {
  const auto source = unpacked(std::make_unique<Pieces>(bytes, longest));
  std::string text, piece(buffer, '\0');
  while (const size_t got = source->read(piece.data(), piece.size())) text.append(piece, 0, got);
  return text;
}

std::string message_of(const std::string& bytes, size_t longest = 1 << 20) {
  try {
    return "no error, but " + std::to_string(read_all(bytes, longest).size()) + " bytes";
  } catch (const InputError& error) {
    return error.what();
  }
}

std::string long_text() {
  std::string text;
  for (int i = 0; i < 60'000; ++i) text += std::to_string(i * 7919 % 100'003) + "\n";
  return text;
}

class Decompression : public ::testing::TestWithParam<std::string (*)(std::string_view)> {};

TEST_P(Decompression, GivesBackTheTextWhateverThePieces) {
  const std::string text = long_text();
  const std::string packed = GetParam()(text);
  EXPECT_LT(packed.size(), text.size());
  EXPECT_EQ(read_all(packed), text);
  EXPECT_EQ(read_all(packed, 1, 100), text);
  EXPECT_EQ(read_all(packed, 1000, 1), text);
  EXPECT_EQ(read_all(GetParam()("")), "");
  EXPECT_EQ(read_all(GetParam()("x")), "x");
}

TEST_P(Decompression, JoinsSeveralParts) {
  const std::string text = long_text();
  const std::string packed = GetParam()(text) + GetParam()("") + GetParam()("and more");
  EXPECT_EQ(read_all(packed), text + "and more");
  EXPECT_EQ(read_all(packed, 1), text + "and more");
}

TEST_P(Decompression, TakesZerosBetweenAndAfterPartsForPadding) {
  const std::string padded =
      GetParam()("text") + std::string(3, '\0') + GetParam()(" and more") + std::string(512, '\0');
  EXPECT_EQ(read_all(padded), "text and more");
  EXPECT_EQ(read_all(padded, 1), "text and more");
}

TEST_P(Decompression, TellsWhatFollowsTheDataFromDataThatWereCut) {
  const std::string packed = GetParam()(long_text());
  for (const size_t longest : {size_t{1}, size_t{1} << 20}) {
    for (const std::string& junk : std::vector<std::string>{"j", "ju", "junk", "junk of a line\n",
                                                            std::string("\0\0\0\0junk", 8)}) {
      EXPECT_THAT(message_of(packed + junk, longest), HasSubstr("data are spoiled after")) << junk;
    }
    for (const size_t kept : {1, 2, 4, 5}) {
      const std::string cut = packed + GetParam()("more").substr(0, kept);
      EXPECT_THAT(message_of(cut, longest), HasSubstr("data end too early after")) << kept;
    }
  }
}

TEST_P(Decompression, RefusesDataThatWereCut) {
  const std::string packed = GetParam()(long_text());
  for (const size_t kept : {size_t{6}, size_t{20}, packed.size() / 2, packed.size() - 1}) {
    EXPECT_THAT(message_of(packed.substr(0, kept)), HasSubstr("data end too early after"));
  }
}

TEST_P(Decompression, RefusesDataThatAreSpoiled) {
  std::string packed = GetParam()(long_text());
  for (size_t i = 0; i < 8; ++i) packed[packed.size() / 2 + i] ^= 0x55;
  EXPECT_THAT(message_of(packed), HasSubstr("data are spoiled after"));
  EXPECT_THAT(message_of(GetParam()("text") + "no packed part"), HasSubstr("data are spoiled"));
}

INSTANTIATE_TEST_SUITE_P(OfEachFormat, Decompression, ::testing::Values(gzip, xz, zstd));

TEST(Decompression, NamesAFormatThatItDoesNotRead) {
  EXPECT_THAT(message_of("BZh91AY&SY..."), HasSubstr("compressed by bzip2"));
  EXPECT_THAT(message_of("PK\x03\x04..."), HasSubstr("compressed by zip"));
}

TEST(Decompression, SaysWhatIsCompressedTwice) {
  for (const auto outer : {gzip, xz, zstd}) {
    for (const std::string& inner : {gzip("text"), xz("text"), zstd("text"),
                                     std::string("BZh91AY&SY..."), std::string("PK\x03\x04...")}) {
      EXPECT_THAT(message_of(outer(inner)), HasSubstr("compressed twice"));
      EXPECT_THAT(message_of(outer(inner)), HasSubstr("unpack it once"));
    }
  }
}

TEST(Decompression, LeavesOtherBytesAsTheyAre) {
  for (const std::string text :
       {"", "a", "\x1F\x8B", "plain text\n", "BZh9, a text", "PK", "7z", "(\xB5/",
        "\xFD"
        "7zXZ"}) {
    EXPECT_EQ(read_all(text), text);
    EXPECT_EQ(read_all(text, 1), text);
  }
}

}  // namespace
}  // namespace lingan::decompression_test
