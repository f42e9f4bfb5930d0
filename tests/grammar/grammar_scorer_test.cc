#include <lingan/grammar/grammar_scorer.h>

#include <cmath>
#include <limits>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <lingan/base/error.h>
#include <lingan/base/parallel.h>
#include <lingan/grammar/grammar_sampler.h>

namespace lingan::grammar_scorer_test {
namespace {

TEST(GrammarScorer, ReportsSharesCoverageAndMeanNll) {
  const Grammar grammar = parse_grammar("S -> a [1] | b [2] | c d [1]", "g");
  GrammarScorer scorer(grammar);
  EXPECT_THAT(scorer.add({"a", "nothing", "b"}),
              ::testing::ElementsAre(::testing::DoubleNear(std::log(0.25), 1e-12),
                                     -std::numeric_limits<double>::infinity(),
                                     ::testing::DoubleNear(std::log(0.5), 1e-12)));
  scorer.add({"a"});
  const GrammarReport report = scorer.report();
  EXPECT_EQ(report.sentences, 4);
  EXPECT_DOUBLE_EQ(report.share_grammatical(), 0.75);
  EXPECT_DOUBLE_EQ(report.rule_coverage(), 2.0 / 3.0);
  EXPECT_NEAR(report.mean_nll, (2 * std::log(4.0) + std::log(2.0)) / 3, 1e-12);
}

TEST(GrammarScorer, HasNoMeanWithoutAGrammaticalSentence) {
  const Grammar grammar = parse_grammar("S -> a", "g");
  GrammarScorer scorer(grammar);
  scorer.add({"b"});
  EXPECT_TRUE(std::isnan(scorer.report().mean_nll));
  EXPECT_EQ(scorer.report().rules_used, 0);
}

TEST(GrammarScorer, GivesTheSameForAnyBatchesAndAnyNumberOfThreads) {
  const Grammar grammar = load_grammar(LINGAN_SOURCE_DIR "/corpora/english.grammar");
  const GrammarSampler sampler(grammar, 5, 20);
  std::vector<std::string> sentences;
  for (uint64_t row = 0; row < 200; ++row) sentences.push_back(sampler.sentence(row));
  sentences.push_back("no such words");
  set_thread_count(1);
  GrammarScorer whole(grammar);
  const auto scores = whole.add(sentences);
  set_thread_count(3);
  GrammarScorer parts(grammar);
  for (size_t i = 0; i < sentences.size(); ++i) {
    EXPECT_EQ(parts.add({sentences[i]}).front(), scores[i]);
  }
  set_thread_count(0);
  EXPECT_EQ(parts.report().grammatical, 200);
  EXPECT_EQ(parts.report().mean_nll, whole.report().mean_nll);
  EXPECT_EQ(parts.report().rules_used, whole.report().rules_used);
}

TEST(GrammarScorer, LeavesOutASentenceThatIsTooLongToParse) {
  const Grammar grammar = parse_grammar("S -> S a [1] | a [1]", "g");
  std::string text = "a";
  for (int i = 0; i < kMaxParseLength; ++i) text += " a";
  GrammarScorer scorer(grammar);
  const std::vector<double> scores = scorer.add({text, "a", "b"});
  EXPECT_TRUE(std::isnan(scores[0]));
  EXPECT_EQ(scores[1], std::log(0.5));
  EXPECT_EQ(scorer.report().sentences, 3);
  EXPECT_EQ(scorer.report().too_long, 1);
  EXPECT_EQ(scorer.report().share_grammatical(), 0.5);
  EXPECT_EQ(scorer.report().mean_nll, -std::log(0.5));
}

}  // namespace
}  // namespace lingan::grammar_scorer_test
