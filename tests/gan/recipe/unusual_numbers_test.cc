#include <lingan/gan/recipe/unusual_numbers.h>

#include <gtest/gtest.h>

#include <lingan/gan/recipe/shipped_recipes.h>

namespace lingan::unusual_numbers_test {
namespace {

TEST(UnusualNumbers, AreInNoRecipeThatShips) {
  for (const auto& name : recipe_names()) EXPECT_EQ(unusual_numbers(load_recipe(name)), "") << name;
}

TEST(UnusualNumbers, AreNamedWhereTheyHaveAnEffect) {
  const std::vector<std::string> overrides = {"optimizer.generator.learning_rate=1e7",
                                              "strategy.taylor.entropy_bonus=1e-7",
                                              "strategy.policy-gradient.entropy_bonus=1e30"};
  EXPECT_EQ(unusual_numbers(load_recipe("taylorgan", overrides)),
            "strategy.taylor.entropy_bonus = 1e-07, optimizer.generator.learning_rate = 1e+07");
}

}  // namespace
}  // namespace lingan::unusual_numbers_test
