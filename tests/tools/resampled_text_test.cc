#include "tools/resampled_text.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/tools/verdict_runs.h"
#include "tools/verdict_text.h"

namespace lingan::tools::resampled_text_test {
namespace {

using ::testing::EndsWith;
using ::testing::HasSubstr;
using testing::resampled;
using testing::runs_with_gains;
using ::testing::StartsWith;
using testing::together;

const std::vector<double> kClear = {.021, .02, .019, .022, .018};
const std::vector<double> kNoise = {.01, -.02, .015, -.01, .004};

TEST(ResampledText, SaysWhatDCouldTeachAndHowMuchOfItWasCarried) {
  const auto runs = together(runs_with_gains("seqgan", kClear),
                             resampled("seqgan", {.05, .052, .049, .051, .048}));
  EXPECT_THAT(
      resampled_text(verdict_of(runs)),
      StartsWith("seqgan's discriminator could teach bleu-4 +0.0500, p = 2.4e-07 (the "
                 "strategy carried 40 % of it). What a discriminator could teach is what "
                 "the start's own sentences gain over the start when they are resampled by "
                 "its odds of being real. There, p is that of the paired t-test, after Holm's "
                 "correction for 1 gain of their own. "));
}

TEST(ResampledText, SaysThatDHadNothingToTeach) {
  const auto runs = together(runs_with_gains("seqgan", kClear), resampled("seqgan", kNoise));
  EXPECT_THAT(
      resampled_text(verdict_of(runs)),
      StartsWith("seqgan's discriminator had nothing to teach that shows (bleu-4 -0.0002, "));
}

TEST(ResampledText, SaysWhyItIsNotJudged) {
  auto runs = together(runs_with_gains("seqgan", kClear), resampled("seqgan", kClear));
  runs.back().frontier = {testing::measured(1, .9, .8, 10)};
  EXPECT_THAT(resampled_text(verdict_of(runs)),
              StartsWith("What seqgan's discriminator could teach by bleu-4 is not judged: seed 5: "
                         "its self-bleu-4 of 0.8000 is outside the start's 0.3000 to 0.5000. "));
}

TEST(ResampledText, SaysWhatDoesNotShowBesideWhatDoes) {
  auto runs = together(runs_with_gains("seqgan", kClear), resampled("seqgan", kClear));
  for (ComparedRun& run : runs) {
    for (FrontierPoint& point : run.frontier) {
      point.metrics["frechet"] = 1;
      if (run.role == RunRole::kResampled) point.metrics["frechet"] += kNoise[run.seed - 1];
    }
  }
  EXPECT_THAT(
      resampled_text(verdict_of(runs)),
      HasSubstr("(the strategy carried 100 % of it), and nothing else that shows (frechet "));
}

TEST(ResampledText, TellsWhereTheShareIsNotKnown) {
  auto runs = together(runs_with_gains("seqgan", kClear), resampled("seqgan", kClear));
  runs[2].frontier = {testing::measured(1, .9, .8, 10)};  // trained, seed 1
  EXPECT_THAT(resampled_text(verdict_of(runs)),
              HasSubstr("(how much of it the strategy carried is not judged)"));
}

TEST(ResampledText, IsTheEndOfTheVerdict) {
  const auto runs = together(runs_with_gains("seqgan", kClear), resampled("seqgan", kClear));
  EXPECT_THAT(verdict_text(verdict_of(runs)),
              EndsWith("Holm's correction for 1 gain of their own."));
}

TEST(ResampledText, IsNoneWithoutResampledSentencesOrWithTooFewSeeds) {
  EXPECT_EQ(resampled_text(verdict_of(runs_with_gains("seqgan", kClear))), "");
  EXPECT_EQ(resampled_text(verdict_of(
                together(runs_with_gains("seqgan", {.1, .1}), resampled("seqgan", {.1, .1})))),
            "");
}

}  // namespace
}  // namespace lingan::tools::resampled_text_test
