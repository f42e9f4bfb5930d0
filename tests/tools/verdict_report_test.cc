#include "tools/verdict_report.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/tools/verdict_runs.h"

namespace lingan::tools::verdict_report_test {
namespace {

using ::testing::HasSubstr;
using testing::resampled;
using testing::runs_with_gains;
using testing::together;

const std::vector<double> kGains = {.012, .031, -.004, .02, .018};

// Statistics by scipy, as in tests/run/verdict_test.cc.
TEST(VerdictReport, HasGainOverTheControlFirst) {
  EXPECT_THAT(format_verdict(verdict_of(runs_with_gains("seqgan", kGains, 9.5))), HasSubstr(R"(
                              over the control                      over the start
recipe  by (at equal)         gain     95 % interval     p          gain     95 % interval     p          tokens
seqgan  bleu-4 (self-bleu-4)  +0.0154  -0.0008..+0.0288  0.11  tie  +0.0154  -0.0008..+0.0288  0.11  tie  9.5/10.0/10.0
)"));
}

// The share is .0154 / .0308.
TEST(VerdictReport, HasWhatTheDiscriminatorCouldTeachBelow) {
  const auto runs = together(runs_with_gains("seqgan", kGains),
                             resampled("seqgan", {.03, .032, .031, .0305, .0305}));
  EXPECT_THAT(format_verdict(verdict_of(runs)), HasSubstr(R"(
what the discriminator could teach: the gain over the start of its sentences resampled
recipe  by (at equal)         gain     95 % interval     p        )"));
  EXPECT_THAT(format_verdict(verdict_of(runs)), HasSubstr("  better  50 %     10.0/10.0\n"));
}

TEST(VerdictReport, IsWrappedBelowTheTable) {
  const std::string text = format_verdict(verdict_of(runs_with_gains("seqgan", kGains)));
  const size_t begin = text.find("\nVerdict");
  ASSERT_NE(begin, std::string::npos);
  for (size_t line = begin + 1; line < text.size();) {
    const size_t end = text.find('\n', line);
    EXPECT_LE(end - line, 100U);
    line = end + 1;
  }
  EXPECT_EQ(format_verdict(verdict_of({})), "");
}

TEST(VerdictReport, LeavesOutWhatOneSeedCannotTell) {
  EXPECT_THAT(format_verdict(verdict_of(runs_with_gains("seqgan", {.02}))),
              HasSubstr("+0.0200  -              -  not judged"));
}

TEST(VerdictReport, HasAllNumbersInJson) {
  const auto runs = runs_with_gains("seqgan", kGains, 9.5);
  const auto json = verdict_json(verdict_of(runs));
  EXPECT_EQ(json.at("test"), "paired-t");
  EXPECT_EQ(json.at("judged"), 2);
  const auto& gain = json.at("gains").at(0);
  EXPECT_EQ(gain.at("over"), "control");
  EXPECT_EQ(gain.at("outcome"), "tie");
  EXPECT_NEAR(gain.at("mean").get<double>(), .0154, 1e-12);
  EXPECT_NEAR(gain.at("p-t").get<double>(), 0.055089769812894956, 1e-9);
  EXPECT_NEAR(gain.at("p-holm").get<double>(), 2 * 0.055089769812894956, 1e-9);
  EXPECT_NEAR(gain.at("effect-size").get<double>(), 1.19961563423578, 1e-9);
  EXPECT_NEAR(gain.at("interval").at(1).get<double>(), .0288, 1e-9);
  const auto& seed = gain.at("seeds").at(1);
  EXPECT_EQ(seed.at("seed"), 2);
  EXPECT_NEAR(seed.at("other").at("temperature").get<double>(), .9, 1e-12);
  EXPECT_EQ(seed.at("own-tokens"), 9.5);
}

TEST(VerdictReport, NamesWhatWasSweptInJson) {
  const auto runs = testing::by_top_p(runs_with_gains("seqgan", kGains));
  const auto json = verdict_json(verdict_of(runs));
  EXPECT_EQ(json.at("swept"), "top-p");
  const auto& other = json.at("gains").at(0).at("seeds").at(1).at("other");
  EXPECT_NEAR(other.at("top-p").get<double>(), .9, 1e-12);
  EXPECT_FALSE(other.contains("temperature"));
}

TEST(VerdictReport, HasWhatDCouldTeachInJson) {
  const auto runs = together(runs_with_gains("seqgan", kGains),
                             resampled("seqgan", {.03, .032, .031, .0305, .0305}));
  const auto json = verdict_json(verdict_of(runs)).at("resampled");
  EXPECT_EQ(json.at("judged"), 1);
  EXPECT_EQ(json.at("test"), "paired-t");
  const auto& gain = json.at("gains").at(0);
  EXPECT_EQ(gain.at("recipe"), "seqgan");
  EXPECT_EQ(gain.at("over"), "start");
  EXPECT_NEAR(gain.at("carried").get<double>(), .5, 1e-12);
  EXPECT_FALSE(gain.contains("frontier"));
}

TEST(VerdictReport, IsNullInJsonWhereThereIsNoNumber) {
  auto runs = runs_with_gains("seqgan", {.02});
  runs.back().frontier = {testing::measured(1, .9, .8, 10)};
  const auto json = nlohmann::json::parse(verdict_json(verdict_of(runs)).dump());
  const auto& gain = json.at("gains").at(0);
  EXPECT_TRUE(gain.at("mean").is_null());
  EXPECT_FALSE(gain.contains("interval"));
  EXPECT_TRUE(gain.at("seeds").at(0).at("other").is_null());
  EXPECT_EQ(gain.at("seeds").at(0).at("why-not"),
            "its self-bleu-4 of 0.8000 is outside the control's 0.3000 to 0.5000");
}

}  // namespace
}  // namespace lingan::tools::verdict_report_test
