#include <gtest/gtest.h>

#include <lingan/base/error.h>
#include <lingan/gan/strategies/delayed_policy.h>
#include <lingan/gan/strategies/policy_gradient.h>

#include "tests/gan/toy.h"

namespace lingan::delayed_policy_test {
namespace {

using namespace lingan::testing;  // NOLINT(google-build-using-namespace)

TEST(DelayedPolicy, FollowsTheGeneratorAsAMovingAverage) {
  World world = make_world({}, 0.5);
  OptionSet options;
  options.get<PolicyGradientOptions>().rollouts = 1;
  options.get<PolicyGradientOptions>().rollout_update_rate = 0.8;
  const auto strategy = make_strategy("policy-gradient", options);
  auto expected = clones(world.generator->parameters());
  for (int64_t step = 0; step < 3; ++step) {
    StepContext context = world.context(step, 8);
    strategy->update_generator(context);
    const auto now = clones(world.generator->parameters());
    for (size_t i = 0; i < now.size(); ++i) expected[i] = 0.8 * expected[i] + 0.2 * now[i];
  }
  const auto state = strategy->state();
  size_t index = 0;
  for (const auto& weight : world.generator->named_parameters()) {
    EXPECT_TRUE(torch::allclose(state.at("rollout." + weight.key()), expected[index++], 1e-5, 1e-6))
        << weight.key();
  }
}

void move_weights(Generator& generator, double by) {
  const torch::NoGradGuard no_gradient;
  for (auto& weight : generator.parameters()) weight.add_(by);
}

TEST(DelayedPolicy, IsTheGeneratorItselfAtRateZero) {
  World world = make_world({}, 0.0);
  DelayedPolicy policy(0.0);
  EXPECT_EQ(&policy.policy(*world.generator), world.generator.get());
  policy.update(*world.generator);
  EXPECT_TRUE(policy.state().empty());
}

TEST(DelayedPolicy, CopiesTheWeightsAtItsFirstCallAndKeepsThem) {
  World world = make_world({}, 0.0);
  DelayedPolicy policy(0.5);
  const auto before = flatten(world.generator->parameters());
  EXPECT_TRUE(torch::equal(flatten(policy.policy(*world.generator).parameters()), before));
  move_weights(*world.generator, 1.0);
  EXPECT_TRUE(torch::equal(flatten(policy.policy(*world.generator).parameters()), before));
  policy.update(*world.generator);
  EXPECT_TRUE(torch::allclose(flatten(policy.policy(*world.generator).parameters()), before + 0.5));
}

TEST(DelayedPolicy, ContinuesFromItsState) {
  World world = make_world({}, 0.0);
  DelayedPolicy whole(0.5);
  whole.update(*world.generator);
  DelayedPolicy resumed(0.5);
  resumed.restore(whole.state());
  move_weights(*world.generator, 1.0);
  whole.update(*world.generator);
  resumed.update(*world.generator);
  EXPECT_TRUE(torch::equal(flatten(whole.policy(*world.generator).parameters()),
                           flatten(resumed.policy(*world.generator).parameters())));
}

TEST(DelayedPolicy, RestoresAStateFromBeforeItsFirstCall) {
  World world = make_world({}, 0.0);
  const auto fresh = DelayedPolicy(0.5).state();
  DelayedPolicy policy(0.5);
  policy.update(*world.generator);
  policy.restore(fresh);
  move_weights(*world.generator, 1.0);
  EXPECT_TRUE(torch::equal(flatten(policy.policy(*world.generator).parameters()),
                           flatten(world.generator->parameters())));
}

TEST(DelayedPolicy, RefusesAStateThatIsNotItsOwn) {
  World world = make_world({}, 0.0);
  DelayedPolicy policy(0.5);
  EXPECT_THROW(policy.restore({}), InputError);
  policy.update(*world.generator);
  auto state = policy.state();
  for (auto& [name, tensor] : state) {
    if (name.starts_with("rollout.")) {
      tensor = torch::zeros({1});
      break;
    }
  }
  DelayedPolicy other(0.5);
  other.restore(state);
  EXPECT_THROW(other.policy(*world.generator), InputError);
}

}  // namespace
}  // namespace lingan::delayed_policy_test
