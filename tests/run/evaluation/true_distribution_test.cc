#include <lingan/run/evaluation/true_distribution.h>

#include <gtest/gtest.h>

#include <vector>

#include <lingan/base/error.h>
#include <lingan/metrics/no_value.h>
#include <lingan/model/generators/oracle.h>
#include <lingan/run/data/prepared_data.h>

#include "tests/run/grammar_run.h"

namespace lingan::true_distribution_test {
namespace {

/// Gives its tokens -1, -2, -4, ... and pads something, too.
class CountedTokens final : public engine::Rollouts {
 public:
  engine::Samples sample(const engine::SampleRequest&) const override { return {}; }
  void complete(const TokenBatch&, const engine::RolloutRequest&,
                const std::function<void(const engine::Completions&)>&) const override {}
  using Rollouts::log_probabilities;
  std::vector<float> log_probabilities(const TokenBatch& sentences,
                                       std::span<const float>) const override {
    std::vector<float> numbers;
    for (size_t i = 0; i < sentences.tokens.size(); ++i) {
      numbers.push_back(-static_cast<float>(1 << i));
    }
    return numbers;
  }
};

TEST(SentenceLogProbabilities, AreSumsOverTheTokensOfEachSentence) {
  TokenBatch rows = TokenBatch::filled(3, 3, 0);
  rows.lengths = {3, 1, 2};
  EXPECT_EQ(sentence_log_probabilities(CountedTokens(), rows),
            (std::vector<double>{-1 - 2 - 4, -8, -64 - 128}));
  EXPECT_TRUE(sentence_log_probabilities(CountedTokens(), TokenBatch::filled(0, 3, 0)).empty());
}

/// A run of sentences of an oracle, and what it was trained on.
struct OracleRun {
  PreparedData data =
      prepare_oracle({.oracle = "seed:1", .samples = 8, .validation = 0, .length = 5, .seed = 3});
  RunSpec spec;

  OracleRun() {
    spec.oracle = "seed:1";
    spec.tokenizer = data.tokenizer;
    spec.length = 5;
  }
};

TEST(TrueDistribution, OfAnOracleIsTheOracles) {
  const OracleRun run;
  const auto truth = true_distribution(run.spec, nullptr);
  EXPECT_EQ(truth->name(), "oracle");
  const TrueSentences drawn = truth->draw(8, 3);
  EXPECT_EQ(drawn.rows.rows, 8);
  EXPECT_EQ(drawn.rows.width, 5);
  EXPECT_EQ(drawn.unwritable, 0);
  const auto rollouts = load_oracle("seed:1")->rollouts(run.data.tokenizer->specials());
  EXPECT_EQ(drawn.log_probabilities, sentence_log_probabilities(*rollouts, drawn.rows));
  EXPECT_EQ(truth->log_probabilities(run.data.train),
            sentence_log_probabilities(*rollouts, run.data.train));
}

/// A generator that has learnt its data by heart must not look as if it knew the truth.
TEST(TrueDistribution, OfAnOracleDrawsOtherSentencesThanItsCorpusHas) {
  const OracleRun run;
  const auto truth = true_distribution(run.spec, nullptr);
  EXPECT_NE(truth->draw(8, 3).rows.tokens, run.data.train.tokens);
  EXPECT_EQ(truth->draw(8, 3).rows.tokens, truth->draw(8, 3).rows.tokens);
  EXPECT_NE(truth->draw(8, 4).rows.tokens, truth->draw(8, 3).rows.tokens);
}

TEST(TrueDistribution, IsOfOneSourceExactly) {
  RunSpec spec = testing::run_of_words("a b", 4);
  EXPECT_EQ(true_distribution(spec, testing::geometric_grammar())->name(), "grammar");
  EXPECT_THROW(true_distribution(spec, nullptr), metrics::NoValue);
  spec.oracle = "seed:1";
  EXPECT_THROW(true_distribution(spec, testing::geometric_grammar()), UsageError);
}

}  // namespace
}  // namespace lingan::true_distribution_test
