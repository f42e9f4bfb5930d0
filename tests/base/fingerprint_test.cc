#include <lingan/base/fingerprint.h>

#include <gtest/gtest.h>

#include <string>

#include <lingan/base/file.h>
#include <lingan/base/input.h>

#include "tests/base/packed.h"
#include "tests/test_data.h"

namespace lingan::fingerprint_test {
namespace {

class FingerprintTest : public ::testing::Test {
 protected:
  std::string of(const std::string& bytes) const {
    const auto path = folder_.path() / "input";
    write_file_atomically(path, bytes);
    return fingerprint(*open_input(path), path.string());
  }

  testing::TemporaryFolder folder_;
};

/// Values of the hash's authors: of nothing, of "a" and of "foobar".
TEST_F(FingerprintTest, IsTheHashOfItsAuthors) {
  EXPECT_EQ(of(""), "0 bytes, fnv-1a cbf29ce484222325");
  EXPECT_EQ(of("a"), "1 bytes, fnv-1a af63dc4c8601ec8c");
  EXPECT_EQ(of("foobar"), "6 bytes, fnv-1a 85944171f73967e8");
}

TEST_F(FingerprintTest, TellsContentsApart) {
  const std::string text(200000, 'x');
  EXPECT_EQ(of(text), of(text));
  EXPECT_NE(of(text), of(text + "x"));
  EXPECT_NE(of(text), of("y" + text.substr(1)));
  EXPECT_EQ(of(testing::gzip(text)), of(text));
}

}  // namespace
}  // namespace lingan::fingerprint_test
