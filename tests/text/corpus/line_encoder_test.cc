#include <lingan/text/corpus/line_encoder.h>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <lingan/base/error.h>

#include "tests/text/training.h"

namespace lingan::line_encoder_test {
namespace {

TEST(CpuLineEncoder, GivesTheTokenizersIdsOfEveryLine) {
  const auto tokenizer = testing::train("character", {"abc"}, 0);
  std::vector<NumberedLine> block;
  for (int64_t i = 0; i < 1000; ++i) block.push_back({i + 1, std::string(i % 7, "abcx"[i % 4])});
  const auto ids = CpuLineEncoder(*tokenizer).encode(block, "file");
  ASSERT_EQ(ids.size(), block.size());
  for (size_t i = 0; i < ids.size(); ++i) EXPECT_EQ(ids[i], tokenizer->encode(block[i].text));
}

TEST(CpuLineEncoder, NamesTheLineThatCannotBeEncoded) {
  const auto tokenizer = make_id_tokenizer(5, {-1, 0, -1, -1});
  try {
    CpuLineEncoder(*tokenizer).encode({{3, "1 2"}, {7, "1 9"}}, "file");
    FAIL();
  } catch (const InputError& error) {
    EXPECT_THAT(error.what(), ::testing::StartsWith("file:7: '9' is no token id"));
  }
}

}  // namespace
}  // namespace lingan::line_encoder_test
