#include <lingan/run/comparison/gain.h>

#include <gtest/gtest.h>

#include <cmath>

#include "tests/run/frontier_curves.h"

namespace lingan::gain_test {
namespace {

using testing::bleu_point;
using testing::run_of;

constexpr FrontierPair kBleu{"bleu-4", "self-bleu-4"};

FrontierPoint with_tokens(FrontierPoint point, double tokens) {
  point.metrics["mean-tokens"] = tokens;
  return point;
}

const ComparedRun kStart =
    run_of(RunRole::kStart, 3,
           {with_tokens(bleu_point(.8, .6, .5), 9), with_tokens(bleu_point(1, .3, .3), 10)});

// The start has Self-BLEU .4 half way, at T = .9: there its BLEU is .45.
TEST(Gain, IsThatOfQualityAtTheStartsPointOfTheSameDiversity) {
  const SeedGain gain = gain_over(
      run_of(RunRole::kTrained, 3, {with_tokens(bleu_point(1, .5, .4), 8)}), kStart, kBleu);
  EXPECT_EQ(gain.seed, 3);
  EXPECT_NEAR(gain.gain, .05, 1e-12);
  EXPECT_NEAR(gain.other->swept, .9, 1e-12);
  EXPECT_NEAR(gain.other_tokens, 9.5, 1e-12);
  EXPECT_EQ(gain.own_tokens, 8);
  EXPECT_TRUE(gain.why_not.empty());
}

// A lower temperature alone: higher BLEU at temperature 1, but on the start's curve.
TEST(Gain, IsNoneForACollapseThatTemperatureBuys) {
  const SeedGain gain =
      gain_over(run_of(RunRole::kTrained, 3, {bleu_point(1, .525, .45)}), kStart, kBleu);
  EXPECT_NEAR(gain.gain, 0, 1e-12);
  EXPECT_TRUE(std::isnan(gain.own_tokens));
}

TEST(Gain, IsPositiveWhereALowerValueIsBetter) {
  const auto point = [](double temperature, double oracle, double gen) {
    return FrontierPoint{temperature, {{"nll-oracle", oracle}, {"nll-gen", gen}}};
  };
  const ComparedRun start = run_of(RunRole::kStart, 1, {point(.8, 8, 8), point(1, 9, 7)});
  const SeedGain gain = gain_over(run_of(RunRole::kTrained, 1, {point(1, 8.4, 7.5)}), start,
                                  {"nll-oracle", "nll-gen"});
  EXPECT_NEAR(gain.gain, .1, 1e-12);
}

TEST(Gain, ComparesTheBestOfMetricsThatMeasureBoth) {
  const auto point = [](double temperature, double mauve) {
    return FrontierPoint{temperature, {{"mauve", mauve}}};
  };
  const ComparedRun start =
      run_of(RunRole::kStart, 1, {point(.8, .5), point(.9, .7), point(1, .6)});
  const ComparedRun run =
      run_of(RunRole::kTrained, 1, {point(.9, .3), point(1, .8), point(1.1, .2)});
  const SeedGain gain = gain_over(run, start, {"mauve", ""});
  EXPECT_NEAR(gain.gain, .1, 1e-12);
  EXPECT_FALSE(gain.at_an_end);
  EXPECT_TRUE(
      gain_over(run, run_of(RunRole::kStart, 1, {point(.9, .7), point(1, .6)}), {"mauve", ""})
          .at_an_end);
  EXPECT_FALSE(gain.only_at_one);
  const SeedGain at_one = gain_over(run_of(RunRole::kTrained, 1, {point(1, .8)}),
                                    run_of(RunRole::kStart, 1, {point(1, .6)}), {"mauve", ""});
  EXPECT_TRUE(at_one.only_at_one);
  EXPECT_NEAR(at_one.gain, .2, 1e-12);
}

TEST(Gain, SaysWhyThereIsNone) {
  const auto why = [](const ComparedRun& run, const ComparedRun& other) {
    const SeedGain gain = gain_over(run, other, kBleu);
    EXPECT_TRUE(std::isnan(gain.gain));
    return gain.why_not;
  };
  EXPECT_EQ(why(run_of(RunRole::kTrained, 3, {bleu_point(1, .5, .62)}), kStart),
            "its self-bleu-4 of 0.6200 is outside the start's 0.3000 to 0.5000");
  EXPECT_EQ(why(run_of(RunRole::kTrained, 3, {bleu_point(.9, .5, .4)}), kStart),
            "the run has no value at temperature 1");
  ComparedRun cut = run_of(RunRole::kTrained, 3, {bleu_point(.9, .5, .4)});
  cut.sweep = Sweep::kTopP;
  EXPECT_EQ(why(cut, kStart), "the run has no value at top-p 1");
  EXPECT_EQ(why(kStart, run_of(RunRole::kControl, 3, {})),
            "the control has no bleu-4 and self-bleu-4");
}

}  // namespace
}  // namespace lingan::gain_test
