#include <lingan/run/evaluation/wanted_metrics.h>

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include <lingan/base/error.h>
#include <lingan/grammar/grammar.h>

namespace lingan::wanted_metrics_test {
namespace {

using Names = std::vector<std::string>;

RunSpec on(const std::string& oracle) {
  RunSpec spec;
  spec.oracle = oracle;
  return spec;
}

WantedMetrics named(const Names& names, const metrics::Yardsticks& yardsticks = {}) {
  RunEvaluationRequest request{.yardsticks = yardsticks};
  request.options.metrics = names;
  return wanted_metrics(request, on(""));
}

const Names kDivergences = {"kl-forward", "kl-reverse", "jeffreys", "js", "bhattacharyya"};

TEST(WantedMetrics, AreAllThatARunHasWhereNoneIsNamed) {
  const WantedMetrics of_text = wanted_metrics({}, on(""));
  EXPECT_TRUE(of_text.any_of_sentences && of_text.references && of_text.training);
  EXPECT_TRUE(of_text.measures_real);
  EXPECT_EQ(of_text.of_model, (Names{"nll-gen", "nll-gen-padded", "nll-div", "perplexity"}));
  EXPECT_EQ(of_text.divergences, Names{}) << "the truth is not known";
  EXPECT_EQ(of_text.of_labels, Names{}) << "those train a network";
  const WantedMetrics of_oracle = wanted_metrics({}, on("seed:1"));
  EXPECT_EQ(of_oracle.of_model, (Names{"nll-oracle", "nll-oracle-real", "nll-gen", "nll-gen-padded",
                                       "nll-div", "perplexity"}));
  EXPECT_EQ(of_oracle.divergences, kDivergences);
}

TEST(WantedMetrics, ComeFromTheGrammarWhereThereIsOne) {
  RunEvaluationRequest request;
  request.options.grammar = std::make_shared<const Grammar>(parse_grammar("S -> a", "g"));
  const WantedMetrics wanted = wanted_metrics(request, on(""));
  EXPECT_EQ(wanted.divergences, kDivergences);
  EXPECT_TRUE(wanted.text) << "a grammar parses text";
}

/// The oracle scores whatever was drawn; the generator has no probability of it.
TEST(WantedMetrics, LeaveOutLikelihoodsWhereTokensAreCutOff) {
  const RunEvaluationRequest cut{.sampling = {.top_k = 3}};
  EXPECT_EQ(wanted_metrics(cut, on("")).of_model, Names{});
  const WantedMetrics of_oracle = wanted_metrics(cut, on("seed:1"));
  EXPECT_EQ(of_oracle.of_model, (Names{"nll-oracle", "nll-oracle-real"}));
  EXPECT_EQ(of_oracle.divergences, Names{});
  RunEvaluationRequest asked = cut;
  asked.options.metrics = {"nll-div"};
  EXPECT_THROW(wanted_metrics(asked, on("")), UsageError);
}

TEST(WantedMetrics, AreSortedByWhatComputesThem) {
  const WantedMetrics wanted = named({"nll-div", "unique", "acc", "js", "distinct"});
  EXPECT_EQ(wanted.of_sentences.metrics, (Names{"unique", "distinct"}));
  EXPECT_EQ(wanted.of_model, Names{"nll-div"});
  EXPECT_EQ(wanted.divergences, Names{"js"});
  EXPECT_EQ(wanted.of_labels, Names{"acc"});
  EXPECT_FALSE(wanted.references || wanted.training || wanted.text || wanted.measures_real);
  EXPECT_FALSE(named({"nll-div"}).any_of_sentences);
  EXPECT_THROW(named({"blue"}), UsageError);
}

TEST(WantedMetrics, SayWhichSentencesTheyNeed) {
  EXPECT_TRUE(named({"bleu-2"}).references && !named({"bleu-2"}).training);
  EXPECT_TRUE(named({"frechet"}).references);
  EXPECT_TRUE(named({"novelty"}).training && !named({"novelty"}).references);
  EXPECT_TRUE(named({"chrf2"}).text && !named({"bleu-2"}).text);
  EXPECT_TRUE(named({"nll-gen"}).measures_real && !named({"nll-gen"}).references);
  EXPECT_TRUE(named({"acc-real"}).measures_real && !named({"acc"}).measures_real);
  EXPECT_TRUE(named({"unique"}, {.anchors = true}).references);
  EXPECT_TRUE(named({"nll-gen"}, {.gaps = true}).training);
  EXPECT_FALSE(named({"nll-gen"}, {.anchors = true}).references) << "anchors are of sentences";
}

}  // namespace
}  // namespace lingan::wanted_metrics_test
