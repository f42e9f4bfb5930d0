#include <lingan/base/error.h>
#include <lingan/gan/recipe/recipe_keys.h>
#include <lingan/gan/strategies/strategy.h>

namespace lingan {
namespace {

/// Collects nothing: the first broken rule is thrown.
struct Rules {
  const std::string& where;
  void require(bool kept, const std::string& message) const {
    if (!kept) throw InputError(where + ": " + message);
  }
};

void check_networks(const Recipe& recipe, const Rules& rules) {
  const GeneratorOptions& g = recipe.generator;
  rules.require(!g.tied_embeddings || g.embedding_width == g.hidden_width,
                "generator.tied_embeddings: needs generator.embedding_width = "
                "generator.hidden_width, not " +
                    std::to_string(g.embedding_width) + " and " + std::to_string(g.hidden_width));
  const DiscriminatorOptions& d = recipe.discriminator;
  rules.require(d.filter_widths.size() == d.filter_counts.size(),
                "discriminator.filter_counts: needs one count for each of the " +
                    std::to_string(d.filter_widths.size()) + " filter_widths, not " +
                    std::to_string(d.filter_counts.size()));
  rules.require(d.embedding_width % d.representations == 0,
                "discriminator.representations: must divide discriminator.embedding_width (" +
                    std::to_string(d.embedding_width) + "), and " +
                    std::to_string(d.representations) + " does not");
}

void check_policy_gradient(const Recipe& recipe, const Rules& rules) {
  const PolicyGradientOptions& p = recipe.policy_gradient;
  rules.require(p.constant_reward == 0 || p.baseline == "none" || p.baseline == "moving-average",
                "strategy.policy-gradient.constant_reward: with baseline = \"" + p.baseline +
                    "\" every reward less its baseline is 0 and nothing is learned; set baseline = "
                    "\"none\"");
  rules.require(
      p.discount == 1 || p.rollouts == 0,
      "strategy.policy-gradient.discount: acts on rewards of finished sentences only; set "
      "rollouts = 0 or discount = 1.0");
  for (const ObjectiveCard& card : objectives()) {
    rules.require(card.name != recipe.objective.name || card.has_reward,
                  "objective.name: " + recipe.objective.name +
                      " gives no reward to single sentences, which policy-gradient needs");
  }
}

}  // namespace

void check_combinations(const Recipe& recipe, const std::string& where) {
  const Rules rules{where};
  check_networks(recipe, rules);
  const bool rewards = !recipe.strategy.empty() && !find_strategy(recipe.strategy).traits.pathwise;
  if (rewards) check_policy_gradient(recipe, rules);
}

}  // namespace lingan
