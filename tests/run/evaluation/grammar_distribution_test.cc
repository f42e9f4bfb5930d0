#include <lingan/run/evaluation/grammar_distribution.h>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <map>
#include <string>
#include <vector>

#include <lingan/metrics/no_value.h>

#include "tests/refusal.h"
#include "tests/run/grammar_run.h"

namespace lingan::grammar_distribution_test {
namespace {

using testing::geometric_grammar;
using ::testing::HasSubstr;
using testing::run_of_words;

/// Of "b", "a b" and "a a b", which fit a run of four tokens: 4, 2 and 1 of 7.
constexpr double kShares[] = {4.0 / 7, 2.0 / 7, 1.0 / 7};

TokenBatch encoded(const RunSpec& spec, const std::vector<std::string>& lines) {
  const SpecialTokens specials = spec.tokenizer->specials();
  TokenBatch batch = TokenBatch::filled(0, spec.length, specials.pad);
  for (const std::string& line : lines) {
    auto ids = spec.tokenizer->encode(line);
    ids.push_back(specials.eos);
    batch.lengths.push_back(static_cast<int32_t>(ids.size()));
    ids.resize(static_cast<size_t>(spec.length), specials.pad);
    batch.tokens.insert(batch.tokens.end(), ids.begin(), ids.end());
    ++batch.rows;
  }
  return batch;
}

TEST(GrammarDistribution, GivesSentencesTheirProbabilityAmongThoseThatFit) {
  const RunSpec spec = run_of_words("a b", 4);
  const GrammarDistribution grammar(spec, geometric_grammar());
  const auto scores = grammar.log_probabilities(encoded(spec, {"b", "a b", "a a b", "a", "b a"}));
  ASSERT_EQ(scores.size(), 5u);
  for (size_t i = 0; i < 3; ++i) EXPECT_NEAR(scores[i], std::log(kShares[i]), 1e-12) << i;
  EXPECT_EQ(scores[3], -std::numeric_limits<double>::infinity()) << "it is none of the grammar";
  EXPECT_EQ(scores[4], -std::numeric_limits<double>::infinity());
  EXPECT_EQ(grammar.name(), "grammar");
}

TEST(GrammarDistribution, GivesNoProbabilityToWhatHasNoEndOrNoWord) {
  const RunSpec spec = run_of_words("a b", 4);
  TokenBatch rows = encoded(spec, {"b", "", "a a b"});
  rows.lengths[2] = 3;  // its end is cut off
  const auto scores = GrammarDistribution(spec, geometric_grammar()).log_probabilities(rows);
  EXPECT_NEAR(scores[0], std::log(kShares[0]), 1e-12);
  EXPECT_EQ(scores[1], -std::numeric_limits<double>::infinity());
  EXPECT_EQ(scores[2], -std::numeric_limits<double>::infinity());
}

TEST(GrammarDistribution, DrawsSentencesAsOftenAsTheyAreProbable) {
  const RunSpec spec = run_of_words("a b", 4);
  const GrammarDistribution grammar(spec, geometric_grammar());
  const TrueSentences drawn = grammar.draw(3500, 5);
  ASSERT_EQ(drawn.rows.rows, 3500);
  EXPECT_EQ(drawn.unwritable, 0);
  EXPECT_EQ(drawn.log_probabilities, grammar.log_probabilities(drawn.rows));
  std::map<int32_t, double> shares;
  for (const int32_t length : drawn.rows.lengths) shares[length] += 1.0 / 3500;
  for (int32_t words = 1; words <= 3; ++words) {
    EXPECT_NEAR(shares[words + 1], kShares[words - 1], 5 * 0.5 / std::sqrt(3500)) << words;
  }
  EXPECT_NE(grammar.draw(50, 6).rows.tokens, grammar.draw(50, 5).rows.tokens);
}

/// A run that knows b alone: the others are drawn, and counted apart.
TEST(GrammarDistribution, CountsSentencesThatTheRunCannotWrite) {
  const RunSpec spec = run_of_words("b", 4);
  const GrammarDistribution grammar(spec, geometric_grammar());
  const TrueSentences drawn = grammar.draw(700, 5);
  EXPECT_EQ(drawn.rows.rows + drawn.unwritable, 700);
  EXPECT_NEAR(drawn.rows.rows, 400, 5 * std::sqrt(700 * 0.25));
  ASSERT_EQ(drawn.log_probabilities.size(), 700u);
  for (size_t i = 0; i < 700; ++i) {
    const bool is_written = i < static_cast<size_t>(drawn.rows.rows);
    EXPECT_EQ(std::abs(drawn.log_probabilities[i] - std::log(kShares[0])) < 1e-9, is_written);
  }
}

TEST(GrammarDistribution, HasNoValueWhereItsSentencesAreNotTheRuns) {
  const auto refusal = [](const RunSpec& spec, const std::string& grammar) {
    return testing::refusal<metrics::NoValue>([&] {
      GrammarDistribution(spec, std::make_shared<const Grammar>(parse_grammar(grammar, "g")));
    });
  };
  EXPECT_EQ(refusal(run_of_words("a b", 4), "S -> a"), "accepted");
  EXPECT_THAT(refusal(run_of_words("a b", 4), "%join \"\"\nS -> a"),
              HasSubstr("not a word of the grammar"));
  EXPECT_THAT(refusal(run_of_words("a b", 4), "S -> a a a a"),
              HasSubstr("no sentence that is as short"));
  EXPECT_THAT(refusal(run_of_words("a b", 502), "S -> a"), HasSubstr("at most 500 are parsed"));
}

}  // namespace
}  // namespace lingan::grammar_distribution_test
