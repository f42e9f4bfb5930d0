#include <lingan/gan/strategies/edited_sentences.h>

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "tests/gan/toy.h"

namespace lingan::edited_sentences_test {
namespace {

using namespace lingan::testing;  // NOLINT(google-build-using-namespace)

constexpr int64_t kWords = 3;

/// Words 3, 4 and 5 beside pad, bos and eos.
Sentences text_of(const std::vector<int64_t>& tokens, int64_t length) {
  Sentences text;
  text.tokens = torch::tensor(tokens, torch::kInt64).unsqueeze(0);
  text.lengths = torch::tensor({length}, torch::kInt64);
  return text;
}

Sentences edited(const Sentences& text, const torch::Tensor& logits, int64_t samples, double rate) {
  return edited_sentences(text, logits, {.samples = samples, .rate = rate, .specials = {}},
                          {3, Purpose::kSample, 0}, 0);
}

TEST(SubstitutionRate, IsThatOfThePublishedNumbersOfEdits) {
  for (const int64_t words : {2, 3, 4839}) {
    for (const double tau : {0.5, 0.85, 1.0, 3.0}) {
      // C(n, e) e^(-e / tau) (V - 1)^(e - e / tau), normalised over e.
      constexpr int64_t kLength = 6;
      std::vector<double> counts;
      double sum = 0, ways = 1;
      for (int64_t e = 0; e <= kLength; ++e) {
        counts.push_back(
            ways * std::exp(-static_cast<double>(e) / tau) *
            std::pow(static_cast<double>(words - 1), static_cast<double>(e) * (1 - 1 / tau)));
        sum += counts.back();
        ways = ways * static_cast<double>(kLength - e) / static_cast<double>(e + 1);
      }
      const double rate = substitution_rate(words, tau);
      ways = 1;
      for (int64_t e = 0; e <= kLength; ++e) {
        const double binomial = ways * std::pow(rate, e) * std::pow(1 - rate, kLength - e);
        EXPECT_NEAR(binomial, counts[e] / sum, 1e-12) << words << " " << tau << " " << e;
        ways = ways * static_cast<double>(kLength - e) / static_cast<double>(e + 1);
      }
    }
  }
}

/// All sentences of three words, each as likely as its distance from the text says.
TEST(EditedSentences, AreDistributedByTheirDistanceFromTheText) {
  constexpr int64_t kSamples = 40000;
  constexpr double kTau = 1.2;
  const Sentences text = text_of({3, 5, 5, 2}, 4);
  const auto logits = torch::zeros({1, 4, 6});
  const auto drawn = edited(text, logits, kSamples, substitution_rate(kWords, kTau)).tokens;
  const double cost = (1 + std::log(kWords - 1.0)) / kTau;
  double sum = 0;
  std::vector<std::pair<torch::Tensor, double>> all;
  for (int64_t a = 3; a < 6; ++a) {
    for (int64_t b = 3; b < 6; ++b) {
      for (int64_t c = 3; c < 6; ++c) {
        const auto row = torch::tensor({a, b, c, int64_t{2}}, torch::kInt64);
        const double distance = (row != text.tokens[0]).sum().item<double>();
        all.emplace_back(row, std::exp(-distance * cost));
        sum += all.back().second;
      }
    }
  }
  for (const auto& [row, weight] : all) {
    const double share = (drawn == row).all(1).to(torch::kFloat64).mean().item<double>();
    EXPECT_NEAR(share, weight / sum, 4.5 * std::sqrt(weight / sum / kSamples)) << row;
  }
}

TEST(EditedSentences, TakeWordsByTheirProbabilities) {
  constexpr int64_t kSamples = 20000;
  // In the only place 3 stands; of the others 5 is three times as likely as 4, whatever 3 is.
  const auto logits = torch::tensor({50.0, 50.0, 50.0, 9.0, 0.0, std::log(3.0)}).view({1, 1, 6});
  const auto drawn = edited(text_of({3}, 1), logits, kSamples, 1.0).tokens;
  EXPECT_NEAR((drawn == 5).to(torch::kFloat64).mean().item<double>(), 0.75, 0.015);
  EXPECT_NEAR((drawn == 4).to(torch::kFloat64).mean().item<double>(), 0.25, 0.015);
}

TEST(EditedSentences, StandTogetherAndKeepTheirLengths) {
  Sentences text;
  text.tokens = torch::tensor({{3, 2, 0}, {4, 5, 4}}, torch::kInt64);
  text.lengths = torch::tensor({2, 3}, torch::kInt64);
  const auto drawn = edited(text, torch::zeros({2, 3, 6}), 2, 1.0);
  EXPECT_TRUE(torch::equal(drawn.lengths, torch::tensor({2, 2, 3, 3}, torch::kInt64)));
  for (int64_t row = 0; row < 2; ++row) {
    EXPECT_NE(drawn.tokens[row][0].item<int64_t>(), 3);
    EXPECT_EQ(drawn.tokens[row][1].item<int64_t>(), 2);
    EXPECT_EQ(drawn.tokens[row][2].item<int64_t>(), 0);
    EXPECT_TRUE((drawn.tokens[2 + row] != text.tokens[1]).all().item<bool>());
    EXPECT_TRUE((drawn.tokens[2 + row] >= 3).all().item<bool>());
  }
}

TEST(WordsOf, AreAllTokensWhereSentencesDoNotEnd) {
  EXPECT_EQ(words_of(10, SpecialTokens{}), 7);
  EXPECT_EQ(words_of(10, kNoEos), 10);
}

}  // namespace
}  // namespace lingan::edited_sentences_test
