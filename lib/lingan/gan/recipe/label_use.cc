#include <lingan/gan/recipe/label_use.h>

#include <algorithm>

#include <lingan/base/error.h>

namespace lingan {

bool uses_labels(const Recipe& recipe) { return recipe.generator.labels != "none"; }

void require_fitting_labels(std::span<const Recipe> recipes, const std::string& given) {
  const auto user = std::ranges::find_if(recipes, uses_labels);
  if (given.empty() == (user == recipes.end())) return;
  if (user == recipes.end()) {
    throw UsageError("`" + given +
                     "` has no effect with generator.labels = \"none\" (\"condition\" takes them)");
  }
  throw UsageError("generator.labels = " + quote_toml(user->generator.labels) + ": the recipe " +
                   user->name +
                   " needs the label of each sentence; name a file of text that has one for each "
                   "line (`labels`), the column of the corpus that they stand in (`label_column`), "
                   "or a second corpus (`corpus_b`)");
}

}  // namespace lingan
