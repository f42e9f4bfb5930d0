#include <lingan/run/evaluation/gapped_lines.h>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <lingan/base/error.h>

#include "tests/refusal.h"
#include "tests/run/small_run.h"

namespace lingan::gapped_lines_test {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

TEST(GappedLines, HaveBosForEachMissingWord) {
  const testing::SmallRun small;
  const auto file = testing::write_lines(small.folder.path() / "gapped", {"we _ a _", "we read"});
  const auto lines = read_gapped_lines(small.run, file.string());
  ASSERT_EQ(lines.size(), 2u);
  const Tokenizer& tokenizer = *small.run.spec().tokenizer;
  const SpecialTokens specials = tokenizer.specials();
  EXPECT_EQ(lines[0].holes, 2);
  EXPECT_THAT(lines[0].tokens,
              ElementsAre(tokenizer.encode("we").front(), specials.bos,
                          tokenizer.encode("a").front(), specials.bos, specials.eos));
  EXPECT_EQ(lines[0].filled(std::vector<std::string>{"write", "book"}), "we write a book");
  EXPECT_EQ(lines[1].holes, 0);
  EXPECT_TRUE(lines[1].tokens.empty());
}

TEST(GappedLines, AreOfWords) {
  const testing::SmallRun small("character");
  const auto file = testing::write_lines(small.folder.path() / "gapped", {"we _ a"});
  EXPECT_THAT(testing::refusal<UsageError>([&] { read_gapped_lines(small.run, file.string()); }),
              HasSubstr("of the tokenizer character, are not words"));
}

}  // namespace
}  // namespace lingan::gapped_lines_test
