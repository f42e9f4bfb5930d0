#include <lingan/metrics/token_line.h>

#include <gtest/gtest.h>

namespace lingan::metrics::token_line_test {
namespace {

using Tokens = std::vector<std::string_view>;

TEST(TokenLine, KeepsTokensWithSpacesAndEmptyOnes) {
  const std::string line = token_line(std::vector<std::string>{"New York", "", "is"});
  EXPECT_TRUE(is_token_line(line));
  EXPECT_EQ(tokens_of_line(line), (Tokens{"New York", "", "is"}));
  EXPECT_EQ(text_of_line(line), "New York  is");
}

TEST(TokenLine, OfTextIsSplitAtWhiteSpace) {
  EXPECT_FALSE(is_token_line(" a b"));
  EXPECT_EQ(tokens_of_line(" a  b\t"), (Tokens{"a", "b"}));
  EXPECT_EQ(text_of_line(" a  b\t"), " a  b\t");
}

TEST(TokenLine, OfNoTokensIsAnEmptyLine) { EXPECT_EQ(token_line({}), ""); }

}  // namespace
}  // namespace lingan::metrics::token_line_test
