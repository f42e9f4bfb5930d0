#include <lingan/run/evaluation/fill_run.h>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include <lingan/base/error.h>

#include "tests/heard_notices.h"
#include "tests/refusal.h"
#include "tests/run/filling_runs.h"

namespace lingan::fill_run_test {
namespace {

using testing::coded_echoes;
using ::testing::Contains;
using ::testing::HasSubstr;
using testing::incomplete_echoes;
using testing::masked_echoes;
using testing::modelled_echoes;

class FillRun : public ::testing::Test {
 protected:
  std::vector<std::string> fill(const RunDirectory& run, const std::vector<std::string>& lines,
                                const FillRequest& request = {}) const {
    const auto file = testing::write_lines(folder_.path() / "gapped", lines).string();
    std::vector<std::string> filled;
    fill_run(run, file, request, [&](const std::string& line) { filled.push_back(line); });
    return filled;
  }

  std::string refusal(const RunDirectory& run, const std::vector<std::string>& lines,
                      const FillRequest& request = {}) const {
    return testing::refusal<Error>([&] { fill(run, lines, request); });
  }

  /// The share of echoes whose first letter, told by the last alone, is filled in rightly.
  double right(const RunDirectory& run, const FillRequest& request) const {
    std::vector<std::string> gapped = testing::echoes();
    for (std::string& line : gapped) line[0] = '_';
    const auto filled = fill(run, gapped, request);
    double right = 0;
    for (size_t i = 0; i < filled.size(); ++i) right += filled[i] == testing::echoes()[i];
    return right / static_cast<double>(filled.size());
  }

  testing::TemporaryFolder folder_;
};

/// By chance it would be one of twelve.
TEST_F(FillRun, GoesByWhatStandsAfterAHole) {
  EXPECT_GT(right(masked_echoes().run, {}), 0.85);
  EXPECT_GT(right(modelled_echoes().run, {.candidates = 200}), 0.85);
  EXPECT_LT(right(modelled_echoes().run, {.candidates = 1}), 0.3) << "before it alone";
  EXPECT_GT(right(coded_echoes().run, {}), 0.85);
  EXPECT_LT(right(coded_echoes().run, {.candidates = 1, .steps = 1}), 0.3) << "before it alone";
  FillRequest greedy;
  greedy.options.greedy = true;
  EXPECT_GT(right(masked_echoes().run, greedy), 0.85);
  EXPECT_GT(right(modelled_echoes().run, greedy), 0.85);
  EXPECT_GT(right(coded_echoes().run, greedy), 0.85);
}

/// Whole sentences of a generator that has seen none.
TEST_F(FillRun, FillsByAGeneratorThatLearnedFromSentencesThatLackWords) {
  EXPECT_GT(right(incomplete_echoes().run, {.candidates = 200}), 0.6);
  EXPECT_LT(right(incomplete_echoes().run, {.candidates = 1}), 0.3);
}

TEST_F(FillRun, LeavesTheRestOfALineAsItIs) {
  for (const RunDirectory* run :
       {&masked_echoes().run, &modelled_echoes().run, &coded_echoes().run}) {
    const auto filled =
        fill(*run, {"a  b c", "", " k   _ zebra ", "a_b _ a"}, {.fillings = 2, .candidates = 0});
    ASSERT_EQ(filled.size(), 8u);
    EXPECT_EQ(filled[0], "a  b c");
    EXPECT_EQ(filled[1], "a  b c");
    EXPECT_EQ(filled[2], "");
    EXPECT_THAT(filled[4], ::testing::MatchesRegex("k [a-l] zebra"));
    EXPECT_THAT(filled[7], ::testing::MatchesRegex("a_b [a-l] a"));
  }
}

TEST_F(FillRun, LeavesLinesWithoutAnyHoleAsTheyAre) {
  for (const RunDirectory* run :
       {&masked_echoes().run, &modelled_echoes().run, &coded_echoes().run}) {
    EXPECT_EQ(fill(*run, {"a b", ""}, {.fillings = 2}),
              std::vector<std::string>({"a b", "a b", "", ""}));
    EXPECT_TRUE(fill(*run, {}).empty());
  }
}

TEST_F(FillRun, TellsHowManyWordsAreUnknown) {
  const testing::HeardNotices notices;
  fill(modelled_echoes().run, {"a _ zebra", "_ lion tiger"});
  EXPECT_THAT(notices.texts, Contains(HasSubstr("not know 3 words beside holes")));
}

TEST_F(FillRun, IsTheSameForTheSameSeed) {
  const std::vector<std::string> lines(20, "_ _ _");
  for (const RunDirectory* run :
       {&masked_echoes().run, &modelled_echoes().run, &coded_echoes().run}) {
    EXPECT_EQ(fill(*run, lines), fill(*run, lines));
    EXPECT_NE(fill(*run, lines), fill(*run, lines, {.seed = 2}));
    const auto more = fill(*run, lines, {.fillings = 30});
    EXPECT_GT(std::set(more.begin(), more.end()).size(), 10u);
  }
}

TEST_F(FillRun, RefusesInOneLineWhatItCannotFill) {
  EXPECT_THAT(refusal(modelled_echoes().run, {"a _ a", "a _ b c"}),
              HasSubstr("gapped:2: 5 tokens; sentences of the run have at most 4"));
  EXPECT_THAT(refusal(masked_echoes().run, {"a _ a"}, {.candidates = 3}),
              HasSubstr("`candidates`: the run's generator reads what stands after a hole"));
  for (const RunDirectory* run : {&masked_echoes().run, &modelled_echoes().run}) {
    EXPECT_THAT(refusal(*run, {"a _ a"}, {.steps = 3}),
                HasSubstr("`steps`: the run's generator has no latent code"));
  }
  EXPECT_THAT(refusal(modelled_echoes().run, {"a _ a"}, {.fillings = 0}), HasSubstr("one filling"));
}

}  // namespace
}  // namespace lingan::fill_run_test
