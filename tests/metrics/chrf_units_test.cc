#include <lingan/metrics/chrf_units.h>

#include <gtest/gtest.h>

namespace lingan::metrics::chrf_units_test {
namespace {

// sacrebleu issue 124: one character of punctuation goes, at the end before the start.
TEST(ChrfUnits, SplitPunctuationOffWords) {
  EXPECT_EQ(chrf_words("(hi) 'tis end. ! \u00BFqu\u00E9? \u3002"),
            (std::vector<std::string_view>{"(hi", ")", "'", "tis", "end", ".", "!",
                                           "\u00BFqu\u00E9", "?", "\u3002"}));
}

TEST(ChrfUnits, AreCharactersWithoutWhiteSpace) {
  const std::vector<std::string> hypotheses = {"a \u00E9\tb"}, references = {" "};
  const ChrfUnits units = chrf_characters({hypotheses, references});
  EXPECT_EQ(units.hypotheses.ids, (std::vector<int32_t>{'a', 0xE9, 'b'}));
  EXPECT_EQ(units.references.size(), 1);
  EXPECT_EQ(units.references.tokens(), 0);
}

}  // namespace
}  // namespace lingan::metrics::chrf_units_test
