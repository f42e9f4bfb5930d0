/// The strategies, one function each.
#pragma once

#include <memory>

#include <lingan/gan/recipe/recipe.h>
#include <lingan/gan/strategies/strategy.h>

namespace lingan {

std::unique_ptr<Strategy> make_policy_gradient(const Recipe& recipe);
std::unique_ptr<Strategy> make_gumbel_softmax(const Recipe& recipe);
std::unique_ptr<Strategy> make_embedding(const Recipe& recipe);

}  // namespace lingan
