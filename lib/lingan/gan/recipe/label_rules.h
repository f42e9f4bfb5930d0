/// What fits the labels of sentences.
#pragma once

#include <string>

#include <lingan/gan/recipe/recipe.h>

namespace lingan {

/// What is wrong with a use of labels that strategy, objective and D do not share, naming the key;
/// empty: nothing.
std::string label_problem(const Recipe& recipe);

}  // namespace lingan
