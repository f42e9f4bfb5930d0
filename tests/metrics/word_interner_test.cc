#include <gtest/gtest.h>
#include <lingan/metrics/word_interner.h>

#include <string>
#include <unordered_map>

namespace lingan::metrics::word_interner_test {
namespace {

TEST(WordInterner, NumbersWordsInTheOrderInWhichTheyCome) {
  WordInterner interner;
  EXPECT_EQ(interner.id("b"), 0);
  EXPECT_EQ(interner.id("a"), 1);
  EXPECT_EQ(interner.id("b"), 0);
  EXPECT_EQ(interner.size(), 2);
}

TEST(WordInterner, ComparesBytes) {
  WordInterner interner;
  using namespace std::string_view_literals;
  EXPECT_EQ(interner.id(""sv), 0);
  EXPECT_EQ(interner.id("\0"sv), 1);
  EXPECT_EQ(interner.id("\0\0"sv), 2);
  EXPECT_EQ(interner.id(""sv), 0);
}

TEST(WordInterner, KeepsItsNumbersWhileItGrows) {
  WordInterner interner;
  std::unordered_map<std::string, int32_t> expected;
  for (int i = 0; i < 20000; ++i) {
    const std::string word = "w" + std::to_string(i * 7919 % 5000);
    const auto [entry, is_new] = expected.try_emplace(word, static_cast<int32_t>(expected.size()));
    ASSERT_EQ(interner.id(word), entry->second) << word;
  }
  EXPECT_EQ(interner.size(), 5000);
}

TEST(WordInterner, FindsWordsWithoutNumberingThem) {
  WordInterner interner;
  EXPECT_EQ(interner.find("a"), -1);
  interner.id("a");
  interner.id("");
  EXPECT_EQ(interner.find("a"), 0);
  EXPECT_EQ(interner.find(""), 1);
  EXPECT_EQ(interner.find("b"), -1);
  EXPECT_EQ(interner.size(), 2);
  EXPECT_EQ(interner.word(0), "a");
}

}  // namespace
}  // namespace lingan::metrics::word_interner_test
