#include <lingan/gan/training/phase.h>

#include <gtest/gtest.h>

#include <limits>

#include <lingan/base/error.h>

#include "tests/gan/training/small_run.h"

namespace lingan::phase_test {
namespace {

/// A phase of units that only counts.
class CountingPhase final : public Phase {
 public:
  CountingPhase(TrainingState& state, int64_t units) : Phase(state), units_(units) {}

  int64_t units() const override { return units_; }
  std::string_view units_key() const override { return "training.units"; }
  int64_t steps_in(int64_t) const override { return 3; }

  int64_t steps = 0;
  std::vector<int64_t> finished;  ///< units, in their order
  std::map<std::string, double> read(double loss) const {
    StepReport report{torch::tensor(loss), torch::tensor(2.0), {{"reward", torch::tensor(0.5)}}};
    return read_back(report, "generator's");
  }

 protected:
  void take_step() override { ++steps; }
  Outcome finish_unit(TrainingObserver&) override {
    finished.push_back(position().unit);
    return position().unit + 1 == units_ ? Outcome::kFinished : Outcome::kWorthSaving;
  }

 private:
  int64_t units_;
};

class PhaseTest : public ::testing::Test {
 protected:
  TrainingState state_{testing::small_recipe(""), testing::counting_data(), 11};
  testing::Watcher nobody_;
};

TEST_F(PhaseTest, TakesTheStepsOfItsUnitsInTheirOrder) {
  CountingPhase phase(state_, 2);
  using Outcome = Phase::Outcome;
  std::vector<Outcome> outcomes;
  for (int i = 0; i < 6; ++i) outcomes.push_back(phase.step(nobody_));
  EXPECT_EQ(outcomes,
            (std::vector<Outcome>{Outcome::kContinues, Outcome::kContinues, Outcome::kWorthSaving,
                                  Outcome::kContinues, Outcome::kContinues, Outcome::kFinished}));
  EXPECT_EQ(phase.steps, 6);
  EXPECT_EQ(phase.finished, (std::vector<int64_t>{0, 1}));
}

TEST_F(PhaseTest, HasNothingToDoWithoutAUnit) {
  CountingPhase phase(state_, 0);
  EXPECT_EQ(phase.step(nobody_), Phase::Outcome::kFinished);
  EXPECT_EQ(phase.steps, 0);
}

TEST_F(PhaseTest, ContinuesFromAnyPosition) {
  CountingPhase phase(state_, 2);
  phase.move_to({.unit = 1, .step = 2});
  EXPECT_EQ(phase.step(nobody_), Phase::Outcome::kFinished);
  EXPECT_EQ(phase.finished, std::vector<int64_t>{1});
}

TEST_F(PhaseTest, RefusesAPositionThatItDoesNotHave) {
  CountingPhase phase(state_, 2);
  for (const Phase::Position& position : {Phase::Position{2, 0}, Phase::Position{-1, 0},
                                          Phase::Position{0, 3}, Phase::Position{0, -1}}) {
    EXPECT_THROW(phase.move_to(position), InputError);
  }
}

TEST_F(PhaseTest, ReadsAllFiguresBackAndRefusesThoseThatAreNotFinite) {
  CountingPhase phase(state_, 2);
  const auto figures = phase.read(1.5);
  EXPECT_EQ(figures, (std::map<std::string, double>{
                         {"gradient-norm", 2.0}, {"loss", 1.5}, {"reward", 0.5}}));
  phase.move_to({.unit = 1, .step = 2});
  try {
    phase.read(std::numeric_limits<double>::infinity());
    FAIL() << "no exception";
  } catch (const NumericError& error) {
    EXPECT_NE(std::string(error.what()).find("generator's loss is not finite at step 2, batch 3"),
              std::string::npos);
  }
}

}  // namespace
}  // namespace lingan::phase_test
