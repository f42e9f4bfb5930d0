/// The sentences that a command trains on.
#pragma once

#include <cstdint>
#include <span>
#include <string>

#include <lingan/gan/recipe/recipe.h>
#include <lingan/run/data/prepared_data.h>

#include "tools/data_options.h"

namespace lingan::tools {

/// The field of a text that gives the sentences' labels; empty: none does.
std::string labels_given(const TextSource& text);

/// Refuses recipes that need what the data have not (labels, sources, vectors), and data that none
/// of them uses.
/// @throws UsageError naming the option or the recipe's key.
void require_fitting_data(std::span<const Recipe> recipes, const DataOptions& options);

/// Reads the corpus or samples the oracle, and says on stderr what was read unless quiet.
/// @param recipes  that learn from it, and say whether a sentence may lack its label.
/// @param seed  of the split, or of the oracle's samples.
/// @throws UsageError if the user named neither; else as prepare_text and prepare_oracle.
PreparedData prepare_data(std::span<const Recipe> recipes, const DataOptions& options,
                          uint64_t seed, bool quiet);

}  // namespace lingan::tools
