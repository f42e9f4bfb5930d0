#include <lingan/text/tokenizer/detokenized_spacing.h>

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace lingan::detokenized_spacing_test {
namespace {

constexpr Edge kWord = Edge::kWord, kOpen = Edge::kOpen, kClose = Edge::kClose,
               kSolid = Edge::kSolid;

TEST(DetokenizedSpacing, KnowsTheEdgesOfCharacters) {
  const struct {
    Edge edge;
    std::vector<std::string> texts;
  } cases[] = {
      {kWord, {"a", "Z", "7", "\u00E9", "\u0434", "\u05D0", "\uD55C", "\u0905", "_", "\u2167"}},
      {kOpen, {"(", "[", "{", "\u00AB", "\u201C", "\u2018", "$", "\u20AC", "\u00A3"}},
      {kClose,
       {")", "]", "}", ".", ",", ";", ":", "!", "?", "%", "\u00BB", "\u201D", "\u2019", "\u2026",
        "\u061F", "\u060C"}},
      {kSolid,
       {"\u732B", "\u306D", "\u30CD", "\u30FC", "\u0E01", "\u0F40", "\u3002", "\uFF0C", "\u300C",
        " ", "-", "/", "@", "\"", "#", "+", "\u3105", "\U0001F600"}},
  };
  for (const auto& [edge, texts] : cases) {
    for (const auto& text : texts) {
      EXPECT_EQ(edges_of(text).left, edge) << text;
      EXPECT_EQ(edges_of(text).right, edge) << text;
    }
  }
}

TEST(DetokenizedSpacing, LooksAtBothEndsOfAToken) {
  EXPECT_EQ(edges_of("$5").left, kOpen);
  EXPECT_EQ(edges_of("$5").right, kWord);
  EXPECT_EQ(edges_of("a.").right, kClose);
  EXPECT_EQ(edges_of("").left, kSolid);
  EXPECT_EQ(edges_of("").right, kSolid);
}

TEST(DetokenizedSpacing, LooksThroughCombiningMarksAtTheEnd) {
  EXPECT_EQ(edges_of("e\u0301").right, kWord);
  EXPECT_EQ(edges_of(".\u0308").right, kClose);
  EXPECT_EQ(edges_of("\u732B\uFE0F").right, kSolid);
}

TEST(DetokenizedSpacing, ExpectsASpaceAsEnglishIsWritten) {
  EXPECT_TRUE(expects_space(kWord, kWord));    // two words
  EXPECT_TRUE(expects_space(kWord, kOpen));    // word (
  EXPECT_TRUE(expects_space(kClose, kWord));   // , word
  EXPECT_TRUE(expects_space(kClose, kOpen));   // . (
  EXPECT_FALSE(expects_space(kWord, kClose));  // word,
  EXPECT_FALSE(expects_space(kOpen, kWord));   // (word
  EXPECT_FALSE(expects_space(kClose, kClose));
  EXPECT_FALSE(expects_space(kOpen, kOpen));
  for (const Edge edge : {kWord, kOpen, kClose, kSolid}) {
    EXPECT_FALSE(expects_space(kSolid, edge));
    EXPECT_FALSE(expects_space(edge, kSolid));
  }
}

}  // namespace
}  // namespace lingan::detokenized_spacing_test
