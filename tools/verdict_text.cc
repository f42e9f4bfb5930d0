#include "tools/verdict_text.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include <fmt/format.h>

#include "tools/gain_text.h"
#include "tools/resampled_text.h"

namespace lingan::tools {
namespace {

std::string join(const std::vector<std::string>& words) {
  std::string text;
  for (size_t i = 0; i < words.size(); ++i) {
    text += (i == 0 ? "" : i + 1 == words.size() ? " and " : ", ") + words[i];
  }
  return text;
}

/// `seqgan (bleu-4 +0.0123, p = 0.002; mauve +0.0400, p = 0.01)`: recipes with the gains of an
/// outcome.
std::vector<std::string> with_outcome(const Verdict& verdict, RunRole against, Outcome outcome) {
  std::vector<std::pair<std::string, std::vector<std::string>>> recipes;
  for (const Gain& gain : verdict.gains) {
    if (gain.against != against || gain.outcome != outcome || !gain.statistics) continue;
    if (recipes.empty() || recipes.back().first != gain.recipe) {
      recipes.push_back({gain.recipe, {}});
    }
    recipes.back().second.push_back(gain_text(gain));
  }
  std::vector<std::string> texts;
  texts.reserve(recipes.size());
  for (const auto& [recipe, gains] : recipes) {
    texts.push_back(fmt::format("{} ({})", recipe, fmt::join(gains, "; ")));
  }
  return texts;
}

/// Who gained over the control, or the start, who lost and who is tied with it.
std::string outcomes_over(const Verdict& verdict, RunRole against) {
  const auto better = with_outcome(verdict, against, Outcome::kBetter);
  const auto worse = with_outcome(verdict, against, Outcome::kWorse);
  const auto ties = with_outcome(verdict, against, Outcome::kTie);
  if (better.size() + worse.size() + ties.size() == 0) return "";
  const std::string_view role = name_of(against);
  std::string text = better.empty() ? fmt::format("no recipe gained over its {}", role)
                                    : fmt::format("{} gained over the {}", join(better), role);
  if (!worse.empty()) text += fmt::format("; {} lost to it", join(worse));
  if (!ties.empty()) text += fmt::format("; {} tied with it", join(ties));
  return text + ". ";
}

/// Recipes that gained by training on, not by the judgement.
std::string gained_without_judgement(const Verdict& verdict) {
  std::vector<std::string> texts;
  for (const Gain& start : verdict.gains) {
    if (start.against != RunRole::kStart || start.outcome != Outcome::kBetter) continue;
    const bool by_judgement = std::ranges::none_of(verdict.gains, [&](const Gain& control) {
      return control.against == RunRole::kControl && control.recipe == start.recipe &&
             control.pair.quality == start.pair.quality &&
             (control.outcome == Outcome::kTie || control.outcome == Outcome::kWorse);
    });
    if (!by_judgement) texts.push_back(fmt::format("{} ({})", start.recipe, start.pair.quality));
  }
  if (texts.empty()) return "";
  return join(texts) +
         " gained over the start but not over the control: more training did it, not the "
         "judgement. ";
}

std::string conclusion(const Verdict& verdict) {
  if (verdict.seeds < kLeastSeeds) {
    return fmt::format(
        "No verdict: {} cannot tell a gain from chance (if signs were tossed, all would agree with "
        "a probability of {:g}); at least {} can, in part; give --seeds 5 or more. ",
        numbered(verdict.seeds, "seed"), verdict.least_sign_flip_p, kLeastSeeds);
  }
  const std::string over_control = outcomes_over(verdict, RunRole::kControl);
  const std::string over_start = outcomes_over(verdict, RunRole::kStart);
  if (over_control.empty() && over_start.empty()) return "No verdict: no gain could be judged. ";
  const std::string over = fmt::format("Verdict over {}: ", numbered(verdict.seeds, "seed"));
  if (!judges_controls(verdict)) return over + over_start;
  std::string text = over + (over_control.empty() ? "no control could be judged. " : over_control);
  if (!over_control.empty() && with_outcome(verdict, RunRole::kControl, Outcome::kBetter).empty()) {
    text += "So these runs do not show that the discriminator's judgement helped. ";
  }
  if (!over_start.empty()) text += "As for the start: " + over_start;
  return text + gained_without_judgement(verdict);
}

std::string recipes_of(const Verdict& verdict) {
  std::vector<std::string> names;
  for (const Gain& gain : verdict.gains) {
    if (std::ranges::find(names, gain.recipe) == names.end()) names.push_back(gain.recipe);
  }
  return join(names);
}

/// Metrics that have no partner in their pair.
/// @param only_at_one  those that were measured at 1 alone; else the others.
std::string measures_of_both(const Verdict& verdict, bool only_at_one) {
  std::vector<std::string> names;
  for (const Gain& gain : verdict.gains) {
    const std::string name(gain.pair.quality);
    if (gain.pair.diversity.empty() &&
        std::ranges::all_of(gain.seeds, &SeedGain::only_at_one) == only_at_one &&
        std::ranges::find(names, name) == names.end()) {
      names.push_back(name);
    }
  }
  return join(names);
}

std::string what_was_compared(const Verdict& verdict) {
  const bool has_controls = judges_controls(verdict);
  std::string text = fmt::format(
      "What was compared: the sentences of {0} at {1} 1 with those of {2}the start (the generator "
      "before {3}), each at the {1} at which they are as diverse, since a lower {1} alone buys "
      "quality",
      recipes_of(verdict), name_of(verdict.sweep),
      has_controls ? "the control (the same training without the discriminator's judgement) and of "
                   : "",
      has_controls ? "that training" : "the adversarial phase");
  const std::string both = measures_of_both(verdict, false);
  const std::string at_one = measures_of_both(verdict, true);
  if (!both.empty()) {
    text += fmt::format("; for {}, which looks at both, each at its best {}", both,
                        name_of(verdict.sweep));
  }
  if (!at_one.empty()) {
    text += fmt::format("; for {}, which looks at both, at {} 1, where alone it was measured",
                        at_one, name_of(verdict.sweep));
  }
  return text + (has_controls ? ". What a recipe gains over its control is due to the judgement. "
                              : ". Without a control nobody can say whether a gain is due to the "
                                "discriminator's judgement or to more training. ");
}

/// Gains that a seed lacks, with the first reason.
std::string what_was_not_judged(const Verdict& verdict) {
  std::string text;
  for (const Gain& gain : verdict.gains) {
    const std::string why = why_not_judged(gain);
    if (why.empty()) continue;
    text += fmt::format("{} is not judged by {} over its {}: {}. ", gain.recipe, gain.pair.quality,
                        name_of(gain.against), why);
  }
  return text;
}

/// Sentences whose length differs by more than this share are told of.
constexpr double kEqualLength = 0.02;

/// Once for each recipe, by its first measure.
std::string about_lengths(const Verdict& verdict) {
  std::vector<std::string> texts;
  std::string recipe;
  for (const Gain& gain : verdict.gains) {
    if (gain.recipe == recipe) continue;
    recipe = gain.recipe;
    const Lengths lengths = lengths_of(gain);
    if (!(std::abs(lengths.own - lengths.other) > kEqualLength * lengths.other)) continue;
    texts.push_back(fmt::format("{} has {:.1f} tokens a sentence, its {} {:.1f}", recipe,
                                lengths.own, name_of(gain.against), lengths.other));
  }
  if (texts.empty()) return "";
  return "Lengths differ, which alone moves such scores: " + join(texts) + ". ";
}

std::string about_the_test(const Verdict& verdict) {
  if (verdict.judged == 0) return "";
  const std::string counts = fmt::format("after Holm's correction for {}; above {} it is a tie. ",
                                         numbered(verdict.judged, "gain"), kSignificance);
  const std::string test = fmt::format("p is that of the {} over seeds, ", test_name(verdict.test));
  if (verdict.test == SeedTest::kSignFlip) return test + "which assumes no distribution, " + counts;
  return fmt::format(
      "{}{}It takes differences for normal. The sign-flip "
      "test does not, but cannot go below {:.2g} with {}, too coarse for {}. ",
      test, counts, verdict.least_sign_flip_p, numbered(verdict.seeds, "seed"),
      numbered(verdict.judged, "gain"));
}

}  // namespace

bool judges_controls(const Verdict& verdict) {
  return std::ranges::any_of(verdict.gains,
                             [](const Gain& gain) { return gain.against == RunRole::kControl; });
}

std::string verdict_text(const Verdict& verdict) {
  std::string text;
  if (!verdict.gains.empty()) {
    text = conclusion(verdict) + what_was_compared(verdict) + about_the_test(verdict) +
           what_was_not_judged(verdict) + about_lengths(verdict) + resampled_text(verdict);
  }
  if (verdict.gains.empty() && verdict.seeds > 0) {
    text = fmt::format(
        "No verdict: nothing was measured at more than one {}, and so at equal diversity. ",
        name_of(verdict.sweep));
  }
  if (!verdict.alone.empty()) {
    text +=
        fmt::format("Without start and control, and so without a gain: {}. ", join(verdict.alone));
  }
  if (!text.empty()) text.pop_back();
  return text;
}

}  // namespace lingan::tools
