#include <lingan/gan/training/discriminator_rounds.h>

#include <gtest/gtest.h>

#include <memory>
#include <utility>
#include <vector>

#include "tests/gan/training/small_run.h"

namespace lingan::discriminator_rounds_test {
namespace {

using testing::counting_data;
using testing::small_recipe;

/// Notes which fakes it was asked for.
class NotingStrategy : public Strategy {
 public:
  using Requests = std::vector<std::pair<int64_t, uint64_t>>;  // rows, first row

  NotingStrategy(std::unique_ptr<Strategy> strategy, Requests& requests)
      : strategy_(std::move(strategy)), requests_(requests) {}
  StepReport update_generator(StepContext& context) override {
    return strategy_->update_generator(context);
  }
  Sentences fakes_for_discriminator(StepContext& context, int64_t rows,
                                    uint64_t first_row) override {
    requests_.emplace_back(rows, first_row);
    return strategy_->fakes_for_discriminator(context, rows, first_row);
  }

 private:
  std::unique_ptr<Strategy> strategy_;
  Requests& requests_;
};

/// Plays rounds 3 and 4, each two epochs of two batches of 16.
NotingStrategy::Requests requests_of_two_rounds(const std::string& strategy) {
  TrainingState state(small_recipe(strategy), counting_data(), 1);
  NotingStrategy::Requests requests;
  auto& player = state.players.strategy;
  player = std::make_unique<NotingStrategy>(std::move(player), requests);
  DiscriminatorRounds rounds(state);
  EXPECT_EQ(rounds.steps_per_round(), 4);
  for (int64_t step = 0; step < 8; ++step) rounds.step(3 + step / 4, step % 4, 0, 0.0);
  return requests;
}

TEST(DiscriminatorRounds, DrawHardFakesOnceForARound) {
  EXPECT_EQ(requests_of_two_rounds("policy-gradient"),
            (NotingStrategy::Requests{{32, 96}, {32, 128}}));
}

TEST(DiscriminatorRounds, DrawTheSameRelaxedFakesInEveryEpoch) {
  EXPECT_EQ(requests_of_two_rounds("gumbel-softmax"), (NotingStrategy::Requests{{16, 96},
                                                                                {16, 112},
                                                                                {16, 96},
                                                                                {16, 112},  //
                                                                                {16, 128},
                                                                                {16, 144},
                                                                                {16, 128},
                                                                                {16, 144}}));
}

TEST(DiscriminatorRounds, HaveBatchesOfASizeOfTheirOwn) {
  Recipe recipe = small_recipe("gumbel-softmax");
  recipe.training.discriminator_batch_size = 8;
  TrainingState state(recipe, counting_data(), 1);
  NotingStrategy::Requests requests;
  auto& player = state.players.strategy;
  player = std::make_unique<NotingStrategy>(std::move(player), requests);
  DiscriminatorRounds rounds(state);
  ASSERT_EQ(rounds.steps_per_round(), 8) << "two epochs of 32 fakes";
  for (int64_t step = 0; step < 4; ++step) rounds.step(0, step, 0, 0.0);
  EXPECT_EQ(requests, (NotingStrategy::Requests{{8, 0}, {8, 8}, {8, 16}, {8, 24}}));
}

TEST(DiscriminatorRounds, MoveTheDiscriminatorAlone) {
  TrainingState state(small_recipe("gumbel-softmax"), counting_data(), 1);
  const auto generator = state.players.generator->parameters()[0].detach().clone();
  const auto discriminator = state.players.discriminator->parameters()[0].detach().clone();
  DiscriminatorRounds rounds(state);
  const StepReport report = rounds.step(0, 0, 0, 0.0);
  EXPECT_GT(report.gradient_norm.item<double>(), 0.0);
  EXPECT_TRUE(torch::equal(generator, state.players.generator->parameters()[0]));
  EXPECT_FALSE(torch::equal(discriminator, state.players.discriminator->parameters()[0]));
}

}  // namespace
}  // namespace lingan::discriminator_rounds_test
