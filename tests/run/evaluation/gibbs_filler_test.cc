#include <lingan/run/evaluation/gibbs_filler.h>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <lingan/base/error.h>
#include <lingan/run/evaluation/fill_run.h>

#include "tests/refusal.h"
#include "tests/run/filling_runs.h"

namespace lingan {
namespace {

/// An auto-encoder of echoes.
const testing::EchoRun& coded_echoes() {
  static const testing::EchoRun kRun(
      {"strategy.name=variational", "strategy.variational.encoder_width=32",
       "generator.latent_width=8", "training.pretrain_epochs=0", "training.adversarial_rounds=500",
       "training.round=generator", "optimizer.generator.learning_rate=0.01",
       "optimizer.encoder.learning_rate=0.01", "training.evaluate_every=500",
       "training.checkpoint_every=500"});
  return kRun;
}

class GibbsFillerOfEchoes : public ::testing::Test {
 protected:
  std::vector<std::string> fill(const std::vector<std::string>& lines, const FillRequest& request) {
    const auto file = testing::write_lines(folder_.path() / "gapped", lines).string();
    std::vector<std::string> filled;
    fill_run(coded_echoes().run, file, request,
             [&](const std::string& line) { filled.push_back(line); });
    return filled;
  }

  const testing::TemporaryFolder folder_;
};

/// The first letter is told by the last alone, which stands after it.
TEST_F(GibbsFillerOfEchoes, GoesByWhatStandsAfterAHole) {
  std::vector<std::string> gapped = testing::echoes();
  for (std::string& line : gapped) line[0] = '_';
  const auto filled = fill(gapped, {});
  int right = 0;
  for (size_t i = 0; i < filled.size(); ++i) {
    right += filled[i] == testing::echoes()[i] ? 1 : 0;
    EXPECT_EQ(filled[i].substr(1), gapped[i].substr(1));
  }
  EXPECT_GT(right, 72) << "of 144; one of twelve by chance";
}

TEST_F(GibbsFillerOfEchoes, FillsASentenceByTheSeedAndItsNumber) {
  FillRequest request;
  request.fillings = 2;
  const auto once = fill({"_ b _", "c _ c"}, request);
  EXPECT_EQ(once, fill({"_ b _", "c _ c"}, request));
  request.seed = 2;
  EXPECT_NE(once, fill({"_ b _", "c _ c"}, request));
}

TEST_F(GibbsFillerOfEchoes, RefusesToDrawOtherwise) {
  const auto refusal = [&](const FillRequest& request) {
    return testing::refusal<UsageError>([&] { fill({"_ b a"}, request); });
  };
  FillRequest request;
  request.candidates = 4;
  EXPECT_THAT(refusal(request),
              ::testing::HasSubstr("`candidates`: the run fills holes by its codes"));
  request.candidates = 0;
  request.options.greedy = true;
  EXPECT_THAT(refusal(request), ::testing::HasSubstr("`greedy`"));
}

}  // namespace
}  // namespace lingan
