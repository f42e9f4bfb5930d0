/// When keys of a recipe have no effect: the rules that recipe_keys.cc gives to them.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include <lingan/gan/recipe/recipe.h>

namespace lingan {

/// Why a key has no effect in a recipe, as the end of "has no effect WHY"; empty: it has.
/// @param on_oracle  the recipe is trained on samples of an oracle; false: on text.
using WhyIdle = std::function<std::string(const Recipe&, bool on_oracle)>;

std::string never_idle(const Recipe& recipe, bool on_oracle);
std::string without_pretraining(const Recipe& recipe, bool on_oracle);
/// A point has no bias for each token.
std::string without_output_bias(const Recipe& recipe, bool on_oracle);
std::string without_adversary(const Recipe& recipe, bool on_oracle);
/// Nor has a recipe a discriminator whose strategy brings another judge.
std::string without_discriminator(const Recipe& recipe, bool on_oracle);
/// Nor does D's slope matter where nothing trains its outputs.
std::string without_slope(const Recipe& recipe, bool on_oracle);
/// Nor do players go back by themselves.
std::string without_lookahead(const Recipe& recipe, bool on_oracle);
/// Nor are samples of weights kept by themselves.
std::string without_posterior(const Recipe& recipe, bool on_oracle);
/// Nor is D trained on tokens that G has replaced.
std::string without_replaced_tokens(const Recipe& recipe, bool on_oracle);
std::string without_pretrained_discriminator(const Recipe& recipe, bool on_oracle);
std::string without_interleaving(const Recipe& recipe, bool on_oracle);
/// Maximum likelihood is pretraining's, or a move of the adversarial rounds.
std::string without_likelihood(const Recipe& recipe, bool on_oracle);
/// Samples are measured in the adversarial phase, and by an oracle.
std::string without_samples(const Recipe& recipe, bool on_oracle);
/// Strategies that are pathwise take none.
std::string without_rewards(const Recipe& recipe, bool on_oracle);

/// An adversary needs a strategy and steps: the one has no effect without the other, but to leave
/// both out is a choice.
std::string strategy_without_steps(const Recipe& recipe, bool on_oracle);
std::string steps_without_strategy(const Recipe& recipe, bool on_oracle);

/// Of a key `discriminator.NAME`: some kinds leave some unread, and some objectives.
std::string why_discriminator_idle(std::string_view name, const Recipe& recipe, bool on_oracle);
/// Of a key `discriminator.NAME` about sources: sentences have none where G reads none, or where
/// they are their own.
std::string why_source_condition_idle(std::string_view name, const Recipe& recipe, bool on_oracle);
/// Of a key `generator.NAME`: distances are of points, dropout of maximum likelihood, a number of
/// labels of those that are drawn, and embeddings of whoever reads them.
std::string why_generator_idle(std::string_view name, const Recipe& recipe, bool on_oracle);
/// Of a key `engine.NAME`: memory is of completions.
std::string why_engine_idle(std::string_view name, const Recipe& recipe, bool on_oracle);
/// Of a key of the chosen strategy, beside the generator.
std::string why_idle_beside_generator(const Recipe& recipe, std::string_view key);

/// Whether the chosen strategy reads the options of another strategy, or of an objective beside the
/// recipe's.
bool is_built_on(const Recipe& recipe, std::string_view strategy);
bool reads_objective(const Recipe& recipe, std::string_view objective);

}  // namespace lingan
