#include <lingan/gan/strategies/step_sampler.h>

#include <gtest/gtest.h>

#include "tests/gan/toy.h"

namespace lingan::step_sampler_test {
namespace {

using namespace lingan::testing;  // NOLINT(google-build-using-namespace)

TEST(StepSampler, DrawsFurtherFakesFromTheRowsAfterThoseThatAreRewarded) {
  World world = make_world({}, 0.0);
  const StepContext context = world.context(0, 4);
  StepSampler sampler;
  const int64_t rows = context.batch_size;
  const auto both = sampler.sample(context, Purpose::kSample, 2 * rows, 0).sentences.tokens;
  const auto rewarded = sampler.sample(context, Purpose::kSample, rows, 0).sentences.tokens;
  const auto further = sampler.reward_request(context, 1.0).fakes().tokens;
  EXPECT_TRUE(torch::equal(both, torch::cat({rewarded, further})));
  EXPECT_FALSE(torch::equal(rewarded, further));
}

TEST(StepSampler, LeavesFiguresAsTheyAreWhereNothingDiverged) {
  const auto figures = torch::tensor({0.5, -2.0});
  StepSampler sampler;
  EXPECT_TRUE(torch::equal(sampler.or_not_a_number(figures), figures));
  World world = make_world({}, 0.0);
  sampler.sample(world.context(0, 4), Purpose::kSample, 4, 0);
  EXPECT_TRUE(torch::equal(sampler.or_not_a_number(figures), figures));
}

}  // namespace
}  // namespace lingan::step_sampler_test
