/// Whether recipes and sources go together.
#pragma once

#include <optional>
#include <span>

#include <lingan/gan/recipe/recipe.h>
#include <lingan/gan/strategies/strategy_cards.h>

namespace lingan {

/// Whether its generator reads the source of each sentence.
bool reads_sources(const Recipe& recipe);

/// Whether the source of each sentence is the sentence itself, which it writes again.
bool rewrites(const Recipe& recipe);

/// How sentences become their own sources, masked; nothing: sources are other text, or none.
std::optional<Masking> masking_of(const Recipe& recipe);

/// Whether what is written is known in part before: the likelihood of a sentence is then none of
/// the sentence alone, and less than others'.
bool knows_its_sentence(const Recipe& recipe);

/// Whether the text has to have a source of each sentence.
bool needs_sources(const Recipe& recipe);

/// @param recipes  one, or those that are compared.
/// @param are_given  the text has sources.
/// @throws UsageError if a recipe needs sources of the text and there are none, or no recipe looks
/// at those that are given.
void require_fitting_sources(std::span<const Recipe> recipes, bool are_given);

}  // namespace lingan
