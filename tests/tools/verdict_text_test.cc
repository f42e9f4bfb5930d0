#include "tools/verdict_text.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/tools/verdict_runs.h"
#include "tools/verdict_report.h"

namespace lingan::tools::verdict_text_test {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using testing::runs_with_gains;
using ::testing::StartsWith;
using testing::together;

const std::vector<double> kClear = {.021, .02, .019, .022, .018};
const std::vector<double> kNoise = {.01, -.02, .015, -.01, .004};

TEST(VerdictText, SaysWhoGainedAndWhoIsTied) {
  const auto runs = together(runs_with_gains("odds", kClear), runs_with_gains("seqgan", kNoise));
  const std::string text = verdict_text(verdict_of(runs));
  EXPECT_THAT(text, StartsWith("Verdict over 5 seeds: odds (bleu-4 +0.0200, p = 3.7e-05) gained "
                               "over the control; seqgan (bleu-4 -0.0002, p = 1) tied with it."));
  EXPECT_THAT(text, HasSubstr("As for the start: odds"));
  EXPECT_THAT(text, Not(HasSubstr("do not show")));
}

TEST(VerdictText, SaysPlainlyThatNobodyGained) {
  const auto lost = runs_with_gains("seqgan", {-.021, -.02, -.019, -.022});
  const std::string text = verdict_text(verdict_of(lost));
  EXPECT_THAT(text, StartsWith("Verdict over 4 seeds: no recipe gained over its control; seqgan "
                               "(bleu-4 -0.0205, "));
  EXPECT_THAT(text, HasSubstr("lost to it. So these runs do not show that the discriminator's "
                              "judgement helped."));
}

TEST(VerdictText, TellsTrainingFromJudgement) {
  auto runs = runs_with_gains("seqgan", kClear);
  for (ComparedRun& run : runs) {  // the control gained as much, but for noise
    if (run.role != RunRole::kControl) continue;
    for (FrontierPoint& point : run.frontier) {
      point.metrics["bleu-4"] += kClear[run.seed - 1] + kNoise[run.seed - 1];
    }
  }
  EXPECT_THAT(verdict_text(verdict_of(runs)),
              HasSubstr("seqgan (bleu-4) gained over the start but not over the control: more "
                        "training did it, not the judgement."));
}

TEST(VerdictText, ClaimsNothingOfTheJudgementWithoutAControl) {
  auto runs = runs_with_gains("seqgan", kClear);
  std::erase_if(runs, [](const ComparedRun& run) { return run.role == RunRole::kControl; });
  const Verdict verdict = verdict_of(runs);
  EXPECT_FALSE(judges_controls(verdict));
  const std::string text = verdict_text(verdict);
  EXPECT_THAT(text, StartsWith("Verdict over 5 seeds: seqgan (bleu-4 +0.0200, "));
  EXPECT_THAT(text, HasSubstr("with those of the start (the generator before the adversarial "
                              "phase), each at the temperature"));
  EXPECT_THAT(text, HasSubstr("Without a control nobody can say whether a gain is due"));
  EXPECT_THAT(text, Not(HasSubstr("the same training without")));
  const std::string table = format_verdict(verdict);
  EXPECT_THAT(table, HasSubstr("recipe  by (at equal)         gain "));
  EXPECT_THAT(table, HasSubstr("tokens: in a sentence of the recipe / the start"));
  EXPECT_THAT(table.substr(0, table.find("Verdict")), Not(HasSubstr("control")));
}

TEST(VerdictText, GivesNoVerdictOfOneSeedOrTwo) {
  const std::string one = verdict_text(verdict_of(runs_with_gains("seqgan", {.2})));
  EXPECT_THAT(one, StartsWith("No verdict: 1 seed cannot tell a gain from chance (if signs were "
                              "tossed, all would agree with a probability of 1); at least 3 "));
  EXPECT_THAT(one, Not(HasSubstr("p is")));
  const std::string two = verdict_text(verdict_of(runs_with_gains("seqgan", {.2, .2})));
  EXPECT_THAT(two, StartsWith("No verdict: 2 seeds cannot tell a gain from chance (if signs were "
                              "tossed, all would agree with a probability of 0.5); at least 3 "));
  EXPECT_THAT(verdict_text(verdict_of(runs_with_gains("seqgan", {.2, .2, .21}))),
              AllOf(StartsWith("Verdict over 3 seeds"), HasSubstr("cannot go below 0.25")));
}

TEST(VerdictText, NamesItsTestAndWhy) {
  EXPECT_THAT(
      verdict_text(verdict_of(runs_with_gains("seqgan", kClear))),
      HasSubstr("the paired t-test over seeds, after Holm's correction for 2 gains; above "
                "0.05 it is a tie. It takes differences for normal. The sign-flip test "
                "does not, but cannot go below 0.062 with 5 seeds, too coarse for 2 gains."));
  const std::vector<double> seven = {.1, .2, .1, .3, .2, .1, .2};
  EXPECT_THAT(verdict_text(verdict_of(runs_with_gains("seqgan", seven))),
              HasSubstr("p is that of the sign-flip test"));
}

TEST(VerdictText, TellsOfRunsThatLeftTheRange) {
  auto runs = runs_with_gains("seqgan", kClear);
  runs[5].frontier = {testing::measured(1, .9, .8, 10)};
  const std::string text = verdict_text(verdict_of(runs));
  EXPECT_THAT(text, StartsWith("No verdict: no gain could be judged."));
  EXPECT_THAT(text, HasSubstr("seqgan is not judged by bleu-4 over its control: seed 2: its "
                              "self-bleu-4 of 0.8000 is outside the control's 0.3000 to 0.5000."));
}

TEST(VerdictText, TellsOfOtherLengthsOnce) {
  EXPECT_THAT(verdict_text(verdict_of(runs_with_gains("seqgan", kClear, 9.5))),
              HasSubstr("Lengths differ, which alone moves such scores: seqgan has 9.5 tokens a "
                        "sentence, its control 10.0."));
  EXPECT_THAT(verdict_text(verdict_of(runs_with_gains("seqgan", kClear))),
              Not(HasSubstr("Lengths")));
}

TEST(VerdictText, NeedsSeveralTemperatures) {
  auto runs = runs_with_gains("seqgan", kClear);
  for (ComparedRun& run : runs)
    std::erase_if(run.frontier, [](const FrontierPoint& point) { return point.swept != 1; });
  EXPECT_THAT(verdict_text(verdict_of(runs)), StartsWith("No verdict: nothing was measured at "));
}

TEST(VerdictText, NamesWhatWasSwept) {
  const auto runs = runs_with_gains("seqgan", kClear);
  EXPECT_THAT(verdict_text(verdict_of(runs)),
              HasSubstr("the sentences of seqgan at temperature 1 with"));
  const std::string text = verdict_text(verdict_of(testing::by_top_p(runs)));
  EXPECT_THAT(text, HasSubstr("the sentences of seqgan at top-p 1 with"));
  EXPECT_THAT(text, HasSubstr("each at the top-p at which they are as diverse, since a lower top-p "
                              "alone buys quality"));
  EXPECT_THAT(text, Not(HasSubstr("temperature")));
}

/// Beside a cut there is no likelihood.
TEST(VerdictText, SaysWhichMetricsWereMeasuredAtOneAlone) {
  auto runs = testing::by_top_p(runs_with_gains("seqgan", kClear));
  for (ComparedRun& run : runs) {
    for (FrontierPoint& point : run.frontier) {
      point.metrics["mauve"] = point.swept;
      if (point.swept == 1) point.metrics["nll-gen"] = 2 + run.seed * .01;
    }
  }
  const std::string text = verdict_text(verdict_of(runs));
  EXPECT_THAT(text, HasSubstr("; for mauve, which looks at both, each at its best top-p; for "
                              "nll-gen, which looks at both, at top-p 1, where alone it was "
                              "measured. "));
}

TEST(VerdictText, NamesRecipesThatHaveNothingToGainOver) {
  const ComparedRun mle{.recipe = "mle", .role = RunRole::kTrained, .seed = 1, .frontier = {}};
  EXPECT_EQ(verdict_text(verdict_of({mle})),
            "Without start and control, and so without a gain: mle.");
  EXPECT_EQ(verdict_text(verdict_of({})), "");
}

}  // namespace
}  // namespace lingan::tools::verdict_text_test
