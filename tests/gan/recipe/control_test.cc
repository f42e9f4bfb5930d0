#include <lingan/gan/recipe/control.h>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>

#include <lingan/gan/strategies/strategy_cards.h>

namespace lingan::control_test {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

/// The lines in which a control's text is not the recipe's, but for its name, summary and paper.
std::vector<std::string> difference(const std::string& name) {
  const auto control = control_of(load_recipe(name)).recipe;
  if (!control) return {"none"};
  std::istringstream before(format_recipe(load_recipe(name))), after(format_recipe(*control));
  std::vector<std::string> lines;
  for (std::string one, other; std::getline(before, one) && std::getline(after, other);) {
    const std::string key = other.substr(0, other.find(' '));
    const bool is_said_of_it =
        key == "summary" || key == "paper" || other == "name = \"" + control->name + "\"";
    if (one != other && !is_said_of_it) lines.push_back(other);
  }
  return lines;
}

TEST(Control, ShufflesRewardsThatAreNumbers) {
  for (const char* name : {"seqgan", "maligan", "rankgan", "scratchgan", "maskgan"}) {
    EXPECT_THAT(difference(name), ElementsAre("shuffle_rewards = true")) << name;
  }
  EXPECT_EQ(control_of(load_recipe("seqgan")).recipe->name, "seqgan.control");
}

TEST(Control, FreezesADiscriminatorThatIsDifferentiated) {
  EXPECT_THAT(difference("gsgan"), ElementsAre("round = \"generator\""));
  EXPECT_THAT(difference("wgan-gp-lm"), ElementsAre("round = \"generator\""));
  EXPECT_THAT(difference("taylorgan"), ElementsAre("round = \"generator\""));
  EXPECT_THAT(difference("sentigan"), ElementsAre("round = \"generator, likelihood\""));
}

TEST(Control, IsARecipeThatIsAllowed) {
  for (const std::string& name : recipe_names()) {
    const Recipe recipe = load_recipe(name);
    const Control control = control_of(recipe);
    const StrategyCard* card = card_named(strategies(), recipe.strategy);
    const bool has_discriminator = card != nullptr && card->traits.has_discriminator;
    EXPECT_EQ(control.recipe.has_value(), has_discriminator) << name << ": " << control.why_none;
    if (!control.recipe) continue;
    const std::string text = format_recipe(*control.recipe);
    EXPECT_EQ(format_recipe(parse_recipe(text, name)), text);
  }
}

TEST(Control, SaysWhyThereIsNone) {
  const auto why = [](const std::string& name, std::vector<std::string> overrides = {}) {
    const Control control = control_of(load_recipe(name, overrides));
    EXPECT_FALSE(control.recipe);
    return control.why_none;
  };
  EXPECT_EQ(why("mle"), "");
  EXPECT_EQ(why("seqgan", {"training.adversarial_rounds=0"}), "");
  EXPECT_EQ(why("cot"), "its strategy has no discriminator");
  EXPECT_THAT(why("gsgan", {"training.round=generator"}), HasSubstr("no move of the disc"));
  EXPECT_THAT(why("seqgan", {"strategy.policy-gradient.shuffle_rewards=true"}),
              HasSubstr("is a control itself"));
  EXPECT_THAT(why("seqgan", {"strategy.policy-gradient.constant_reward=1",
                             "strategy.policy-gradient.baseline=none"}),
              HasSubstr("shuffle_rewards has no effect with"));
  EXPECT_THAT(why("seqgan", {"training.batch_size=1"}), HasSubstr("deals rewards out"));
}

}  // namespace
}  // namespace lingan::control_test
