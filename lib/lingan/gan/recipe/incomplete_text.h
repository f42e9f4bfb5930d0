/// Recipes that learn whole sentences from sentences that lack words.
#pragma once

#include <lingan/gan/recipe/recipe.h>

namespace lingan {

/// The share of the words that are taken out of sentences to train on, in [0, 1); 0: none are.
double missing_share(const Recipe& recipe);

/// Whether words are taken out of the text: these, or those that are filled in again (masking_of).
bool takes_words_out(const Recipe& recipe);

}  // namespace lingan
