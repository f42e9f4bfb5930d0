#include "tools/resampled_text.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>

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

std::string sentence_of(const Verdict& verdict, const Gains& gains) {
  std::vector<std::string> better, nothing, unjudged;
  for (const Gain* gain : gains) {
    if (gain->outcome == Outcome::kBetter) {
      better.push_back(taught(verdict, *gain));
    } else if (gain->outcome != Outcome::kNotJudged) {
      nothing.push_back(gain_text(*gain));
    } else {
      unjudged.push_back(
          fmt::format("by {} it is not judged: {}", gain->pair.quality, why_not_judged(*gain)));
    }
  }
  std::vector<std::string> parts;
  if (!better.empty()) parts.push_back(fmt::format("could teach {}", fmt::join(better, "; ")));
  if (!nothing.empty()) {
    parts.push_back(fmt::format("{} that shows ({})",
                                better.empty() ? "had nothing to teach" : "and nothing",
                                fmt::join(nothing, "; ")));
  }
  std::string text = fmt::format("{}'s discriminator", gains.front()->recipe);
  if (!parts.empty()) text += fmt::format(" {}", fmt::join(parts, ", "));
  if (!unjudged.empty()) {
    text += fmt::format("{} {}", parts.empty() ? ":" : ";", fmt::join(unjudged, "; "));
  }
  return text + ". ";
}

}  // namespace

std::string resampled_text(const Verdict& verdict) {
  const GainFamily& family = verdict.resampled;
  if (family.gains.empty() || verdict.seeds < kLeastSeeds) return "";
  std::string text;
  for (const Gains& gains : by_recipe(family.gains)) text += sentence_of(verdict, gains);
  text +=
      "What a discriminator could teach is what the start's own sentences gain over the start when "
      "they are resampled by its odds of being real. ";
  if (family.judged == 0) return text;
  return text +
         fmt::format("There, p is that of the {}, after Holm's correction for {} of their own. ",
                     test_name(family.test), numbered(family.judged, "gain"));
}

}  // namespace lingan::tools
