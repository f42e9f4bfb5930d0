#include <lingan/run/comparison/verdict.h>

#include <gtest/gtest.h>

#include <cmath>

#include "tests/run/frontier_curves.h"

namespace lingan::verdict_test {
namespace {

using testing::bleu_point;
using testing::run_of;

// Start and control: BLEU .6 to .3 over Self-BLEU .5 to .3; at .4 it is .45.
std::vector<FrontierPoint> line() { return {bleu_point(.8, .6, .5), bleu_point(1, .3, .3)}; }

/// Runs of a recipe whose gains over start and control are these, by seed.
std::vector<ComparedRun> with_gains(const std::vector<double>& gains,
                                    const std::string& recipe = "seqgan") {
  std::vector<ComparedRun> runs;
  for (size_t i = 0; i < gains.size(); ++i) {
    const int seed = static_cast<int>(i) + 1;
    runs.push_back(run_of(RunRole::kStart, seed, line(), recipe));
    runs.push_back(run_of(RunRole::kControl, seed, line(), recipe));
    runs.push_back(run_of(RunRole::kTrained, seed, {bleu_point(1, .45 + gains[i], .4)}, recipe));
  }
  return runs;
}

std::vector<ComparedRun> operator+(std::vector<ComparedRun> a, const std::vector<ComparedRun>& b) {
  a.insert(a.end(), b.begin(), b.end());
  return a;
}

TEST(Verdict, HasTheControlOfEachRecipeFirst) {
  const Verdict verdict = verdict_of(with_gains({.01, .03}) + with_gains({.02, .01}, "leakgan"));
  ASSERT_EQ(verdict.gains.size(), 4U);
  EXPECT_EQ(verdict.gains[0].recipe, "seqgan");
  EXPECT_EQ(verdict.gains[0].against, RunRole::kControl);
  EXPECT_EQ(verdict.gains[1].against, RunRole::kStart);
  EXPECT_EQ(verdict.gains[3].recipe, "leakgan");
  EXPECT_EQ(verdict.gains[0].pair.quality, "bleu-4");
  EXPECT_NEAR(verdict.gains[0].mean, .02, 1e-12);
}

// scipy.stats.ttest_rel of these: p = 0.0550897698; two gains, so Holm doubles it.
TEST(Verdict, TestsByStudentWhereFlipsCannotDecide) {
  const Verdict verdict = verdict_of(with_gains({.012, .031, -.004, .02, .018}));
  EXPECT_EQ(verdict.seeds, 5U);
  EXPECT_EQ(verdict.judged, 2U);
  EXPECT_EQ(verdict.test, SeedTest::kPairedT);
  EXPECT_DOUBLE_EQ(verdict.least_sign_flip_p, .0625);
  const GainStatistics& statistics = *verdict.gains[0].statistics;
  EXPECT_NEAR(statistics.t_p, 0.055089769812894956, 1e-9);
  EXPECT_NEAR(statistics.p_holm, 2 * 0.055089769812894956, 1e-9);
  EXPECT_NEAR(statistics.sign_flip_p, .125, 1e-12);
  EXPECT_NEAR(statistics.interval.low, -.0008, 1e-9);
  EXPECT_NEAR(statistics.interquartile_mean, .05 / 3, 1e-9);
  EXPECT_NEAR(statistics.effect_size, 1.19961563423578, 1e-9);
  EXPECT_DOUBLE_EQ(statistics.probability_of_improvement, .8);
  EXPECT_EQ(verdict.gains[0].outcome, Outcome::kTie);
}

// Seven seeds: the least p is 2 / 128, twice of which is below .05.
TEST(Verdict, TestsByFlipsWhereTheyCanDecide) {
  const Verdict verdict = verdict_of(with_gains({.01, .02, .03, .02, .01, .02, .3}));
  EXPECT_EQ(verdict.test, SeedTest::kSignFlip);
  EXPECT_DOUBLE_EQ(verdict.gains[0].statistics->p_holm, 4.0 / 128);
  EXPECT_EQ(verdict.gains[0].outcome, Outcome::kBetter);
}

TEST(Verdict, SaysWhoIsWorse) {
  const Verdict verdict = verdict_of(with_gains({-.01, -.011, -.012, -.009}));
  EXPECT_EQ(verdict.gains[0].outcome, Outcome::kWorse);
}

TEST(Verdict, DoesNotJudgeOneSeed) {
  const Verdict verdict = verdict_of(with_gains({.2}));
  EXPECT_EQ(verdict.judged, 0U);
  EXPECT_EQ(verdict.gains[0].outcome, Outcome::kNotJudged);
  EXPECT_NEAR(verdict.gains[0].mean, .2, 1e-12);
}

/// The t-test would give .0028 here: they happen to be near one another.
TEST(Verdict, DoesNotJudgeTwoSeeds) {
  const Verdict verdict = verdict_of(with_gains({.2, .201}));
  EXPECT_EQ(verdict.judged, 0U);
  EXPECT_FALSE(verdict.gains[0].statistics);
  EXPECT_EQ(verdict.gains[0].outcome, Outcome::kNotJudged);
  EXPECT_EQ(verdict_of(with_gains({.2, .201, .202})).gains[0].outcome, Outcome::kBetter);
}

TEST(Verdict, DoesNotLeaveOutSeedsThatCannotBeCompared) {
  auto runs = with_gains({.01, .02, .03});
  runs.back().frontier = {bleu_point(1, .9, .8)};  // collapsed
  const Verdict verdict = verdict_of(runs);
  EXPECT_FALSE(verdict.gains[0].statistics);
  EXPECT_EQ(verdict.gains[0].outcome, Outcome::kNotJudged);
  EXPECT_NE(verdict.gains[0].seeds[2].why_not, "");
  EXPECT_TRUE(std::isnan(verdict.gains[0].mean));
}

TEST(Verdict, NamesRecipesThatHaveNothingToGainOver) {
  const auto mle = run_of(RunRole::kTrained, 1, line(), "mle");
  const Verdict verdict = verdict_of(std::vector{mle} + with_gains({.1, .1}));
  EXPECT_EQ(verdict.alone, std::vector<std::string>{"mle"});
  EXPECT_EQ(verdict.gains.size(), 2U);
}

TEST(Verdict, TellsASeedWithoutItsControl) {
  auto runs = with_gains({.01, .02});
  std::erase_if(
      runs, [](const ComparedRun& run) { return run.role == RunRole::kControl && run.seed == 2; });
  EXPECT_EQ(verdict_of(runs).gains[0].seeds[1].why_not, "there is no control");
}

/// The start's sentences of a recipe, resampled by D's odds, with these gains over the start.
std::vector<ComparedRun> resampled(const std::vector<double>& gains) {
  std::vector<ComparedRun> runs;
  for (size_t i = 0; i < gains.size(); ++i) {
    runs.push_back(
        run_of(RunRole::kResampled, static_cast<int>(i) + 1, {bleu_point(1, .45 + gains[i], .4)}));
  }
  return runs;
}

TEST(Verdict, KeepsWhatDCouldTeachApart) {
  const auto runs = with_gains({.012, .031, -.004, .02, .018});
  const Verdict without = verdict_of(runs);
  const Verdict verdict = verdict_of(runs + resampled({.03, .032, .031, .0305, .0305}));
  EXPECT_EQ(verdict.judged, 2U);
  EXPECT_EQ(verdict.gains[0].statistics->p_holm, without.gains[0].statistics->p_holm);
  ASSERT_EQ(verdict.resampled.gains.size(), 1U);
  EXPECT_EQ(verdict.resampled.judged, 1U);
  const Gain& gain = verdict.resampled.gains[0];
  EXPECT_EQ(gain.against, RunRole::kStart);
  EXPECT_NEAR(gain.mean, .0308, 1e-12);
  EXPECT_EQ(gain.statistics->p_holm, gain.statistics->t_p) << "of one gain";
  EXPECT_EQ(gain.outcome, Outcome::kBetter);
  EXPECT_NEAR(carried_share(verdict, gain), .5, 1e-12);
}

// Six seeds: 2 / 64 is enough for one gain, not for two.
TEST(Verdict, ChoosesTheTestOfEachFamilyByItsOwnNumberOfGains) {
  const std::vector<double> six = {.01, .02, .03, .02, .01, .3};
  const Verdict verdict = verdict_of(with_gains(six) + resampled(six));
  EXPECT_EQ(verdict.test, SeedTest::kPairedT);
  EXPECT_EQ(verdict.resampled.test, SeedTest::kSignFlip);
  EXPECT_EQ(verdict.resampled.gains[0].statistics->p_holm, 2.0 / 64);
}

TEST(Verdict, KnowsNoShareOfWhatDoesNotShow) {
  const auto runs = with_gains({.012, .031, -.004, .02, .018});
  const Verdict nothing = verdict_of(runs + resampled({.012, .031, -.04, .02, .018}));
  EXPECT_TRUE(std::isnan(carried_share(nothing, nothing.resampled.gains[0])));
  auto collapsed = runs;
  collapsed.back().frontier = {bleu_point(1, .9, .8)};
  const Verdict verdict = verdict_of(collapsed + resampled({.03, .032, .031, .0305, .0305}));
  EXPECT_TRUE(std::isnan(carried_share(verdict, verdict.resampled.gains[0])));
}

/// Likelihoods have no value of what D has chosen.
TEST(Verdict, LeavesPairsOutThatResampledSentencesLack) {
  auto runs = with_gains({.01, .02, .03}) + resampled({.01, .02, .03});
  for (ComparedRun& run : runs) {
    if (run.role == RunRole::kResampled) continue;
    for (FrontierPoint& point : run.frontier) point.metrics["nll-gen"] = 2;
  }
  const Verdict verdict = verdict_of(runs);
  EXPECT_EQ(verdict.gains.size(), 4U);
  EXPECT_EQ(verdict.resampled.gains.size(), 1U);
}

TEST(Verdict, IsEmptyWithoutRuns) { EXPECT_TRUE(verdict_of({}).gains.empty()); }

TEST(Verdict, DescribesWhereFrontiersLie) {
  auto runs = with_gains({.01, .02});
  for (ComparedRun& run : runs) {
    if (run.role == RunRole::kTrained) run.frontier.push_back(bleu_point(.8, .7, .5));
  }
  const Verdict verdict = verdict_of(runs);
  ASSERT_EQ(verdict.gains[0].dominance.size(), 1U);
  EXPECT_EQ(verdict.gains[0].dominance[0].standing, Standing::kAbove);
}

}  // namespace
}  // namespace lingan::verdict_test
