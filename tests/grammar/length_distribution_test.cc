#include <lingan/grammar/length_distribution.h>

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <numeric>
#include <vector>

#include "tests/grammar/small_grammars.h"

namespace lingan::length_distribution_test {
namespace {

using testing::probabilities_of_texts;
using testing::small_grammars;
using testing::SmallGrammar;

class LengthDistributionOf : public ::testing::TestWithParam<SmallGrammar> {};

TEST_P(LengthDistributionOf, IsTheSumOverTheTextsOfEachLength) {
  const Grammar grammar = parse_grammar(GetParam().text, "g");
  std::vector<double> sums(GetParam().words + 1);
  for (const auto& [text, probability] : probabilities_of_texts(grammar, GetParam().words)) {
    sums[static_cast<size_t>(std::ranges::count(text, ' '))] += probability;
  }
  const auto lengths = length_probabilities(grammar, static_cast<int32_t>(GetParam().words));
  ASSERT_EQ(lengths.size(), sums.size());
  for (size_t n = 0; n < sums.size(); ++n) EXPECT_NEAR(lengths[n], sums[n], 1e-12) << n;
}

INSTANTIATE_TEST_SUITE_P(Grammars, LengthDistributionOf, ::testing::ValuesIn(small_grammars()),
                         [](const auto& info) { return info.param.name; });

TEST(LengthDistribution, OfAListIsGeometric) {
  const auto lengths = length_probabilities(parse_grammar("S -> a S [1] | b [1]", "g"), 40);
  EXPECT_EQ(lengths[0], 0);
  for (int n = 1; n <= 40; ++n) EXPECT_NEAR(lengths[n], std::pow(0.5, n), 1e-15) << n;
}

TEST(LengthDistribution, OfTheEnglishGrammarSumsToOneAndHasItsMean) {
  const Grammar grammar =
      load_grammar(std::filesystem::path(LINGAN_SOURCE_DIR) / "corpora" / "english.grammar");
  const auto lengths = length_probabilities(grammar, 200);
  double mean = 0;
  for (size_t n = 0; n < lengths.size(); ++n) mean += static_cast<double>(n) * lengths[n];
  EXPECT_NEAR(std::accumulate(lengths.begin(), lengths.end(), 0.0), 1, 1e-9);
  EXPECT_NEAR(mean, grammar.mean_length, 1e-6);
}

}  // namespace
}  // namespace lingan::length_distribution_test
