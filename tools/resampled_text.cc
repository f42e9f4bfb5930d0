#include "tools/resampled_text.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include <fmt/format.h>

#include "tools/gain_text.h"

namespace lingan::tools {
namespace {

using Gains = std::vector<const Gain*>;

/// Those of each recipe.
std::vector<Gains> by_recipe(const std::vector<Gain>& gains) {
  std::vector<Gains> recipes;
  for (const Gain& gain : gains) {
    if (recipes.empty() || recipes.back().front()->recipe != gain.recipe) recipes.emplace_back();
    recipes.back().push_back(&gain);
  }
  return recipes;
}

std::string taught(const Verdict& verdict, const Gain& gain) {
  const double share = carried_share(verdict, gain);
  const std::string carried = std::isnan(share)
                                  ? "how much of it the strategy carried is not judged"
                                  : fmt::format("the strategy carried {:.0f} % of it", 100 * share);
  return fmt::format("{} ({})", gain_text(gain), carried);
}

/// `NAME had nothing to teach that shows (bleu-4 ..)`, or what it could teach, with what does not
/// show.
std::string what_is_judged(const Verdict& verdict, const Gains& gains) {
  std::vector<std::string> better;
  std::vector<std::string> nothing;
  for (const Gain* gain : gains) {
    if (gain->outcome == Outcome::kNotJudged) continue;
    const bool shows = gain->outcome == Outcome::kBetter;
    (shows ? better : nothing).push_back(shows ? taught(verdict, *gain) : gain_text(*gain));
  }
  const std::string name = fmt::format("{}'s discriminator", gains.front()->recipe);
  if (better.empty() && nothing.empty()) return "";
  const std::string rest = fmt::format("({})", fmt::join(nothing, "; "));
  if (better.empty()) return fmt::format("{} had nothing to teach that shows {}. ", name, rest);
  return fmt::format("{} could teach {}{}. ", name, fmt::join(better, "; "),
                     nothing.empty() ? "" : ", and nothing else that shows " + rest);
}

std::string what_is_not_judged(const Gains& gains) {
  std::string text;
  for (const Gain* gain : gains) {
    if (gain->outcome != Outcome::kNotJudged) continue;
    text += fmt::format("What {}'s discriminator could teach by {} is not judged: {}. ",
                        gain->recipe, gain->pair.quality, why_not_judged(*gain));
  }
  return text;
}

}  // namespace

std::string resampled_text(const Verdict& verdict) {
  const GainFamily& family = verdict.resampled;
  if (family.gains.empty() || verdict.seeds < kLeastSeeds) return "";
  std::string text;
  for (const Gains& gains : by_recipe(family.gains)) {
    text += what_is_judged(verdict, gains) + what_is_not_judged(gains);
  }
  text +=
      "What a discriminator could teach is what the start's own sentences gain over the start when "
      "they are resampled by its odds of being real. ";
  if (family.judged == 0) return text;
  return text +
         fmt::format("There, p is that of the {}, after Holm's correction for {} of their own. ",
                     test_name(family.test), numbered(family.judged, "gain"));
}

}  // namespace lingan::tools
