/// What fits a generator that reads the sources of sentences.
#pragma once

#include <string>

#include <lingan/gan/recipe/recipe.h>

namespace lingan {

/// What is wrong with a generator that reads sources, naming the key; empty: nothing.
std::string source_problem(const Recipe& recipe);

/// What is wrong with a D of sentences that have sources, which it may read, and what it learns by,
/// naming the key; empty: nothing.
std::string source_condition_problem(const Recipe& recipe);

/// What is wrong with a D that knows of holes, where nothing takes words out of sentences, naming
/// the key; empty: nothing.
std::string hole_problem(const Recipe& recipe);

}  // namespace lingan
