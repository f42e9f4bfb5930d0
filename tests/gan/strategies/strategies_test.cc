#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include <lingan/base/error.h>
#include <lingan/gan/strategies/strategy.h>
#include <lingan/gan/strategies/strategy_cards.h>

#include "tests/gan/toy.h"

namespace lingan::strategies_test {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using testing::make_world;
using testing::networks_for;
using testing::World;

TEST(MakeStrategy, RefusesUnknownNamesWithTheKnownOnes) {
  try {
    make_strategy("policy-gradients");
    FAIL() << "no exception";
  } catch (const UsageError& error) {
    EXPECT_THAT(error.what(),
                AllOf(HasSubstr("did you mean policy-gradient?"), HasSubstr("embedding")));
  }
}

TEST(StrategyCards, HaveNamesOfTheirOwnAndSayWhatTheyAre) {
  std::set<std::string_view> names;
  for (const StrategyCard& card : strategies()) {
    EXPECT_TRUE(names.insert(card.name).second) << card.name;
    EXPECT_FALSE(card.summary.empty()) << card.name;
    EXPECT_FALSE(card.paper.empty()) << card.name;
  }
}

/// What a card says of its strategy's fakes is so.
TEST(StrategyCards, SayWhetherDSeesHardTokens) {
  for (const StrategyCard& card : strategies()) {
    if (!card.traits.has_discriminator) continue;
    World world = make_world({}, 0.0, "non-saturating", networks_for(card.name));
    const auto strategy = make_strategy(card.name);
    world.add_networks(*strategy);
    StepContext context = world.context(0, 4);
    const Sentences fakes = strategy->fakes_for_discriminator(context, 4, 0);
    EXPECT_EQ(fakes.tokens.defined(), card.traits.hard_fakes) << card.name;
  }
}

}  // namespace
}  // namespace lingan::strategies_test
