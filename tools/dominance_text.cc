#include "tools/dominance_text.h"

#include <fmt/format.h>

namespace lingan::tools {
namespace {

std::string ranges_of(const Gain& gain) {
  if (gain.dominance.empty()) return "no diversity in common";
  std::string text;
  for (const DominanceRange& range : gain.dominance) {
    if (range.standing == Standing::kNeither) continue;
    text +=
        fmt::format("{}{} {:.4f}..{:.4f}", text.empty() ? "" : ", ",
                    range.standing == Standing::kAbove ? "above" : "below", range.from, range.to);
  }
  if (!text.empty()) return text;
  return fmt::format("neither, {:.4f}..{:.4f}", gain.dominance.front().from,
                     gain.dominance.back().to);
}

}  // namespace

std::string dominance_text(const Verdict& verdict) {
  std::string text;
  for (const Gain& gain : verdict.gains) {
    if (gain.pair.diversity.empty()) continue;
    text += fmt::format("{} and its {}, {} over {}: {}\n", gain.recipe, name_of(gain.against),
                        gain.pair.quality, gain.pair.diversity, ranges_of(gain));
  }
  return text.empty() ? ""
                      : "where the recipe's whole frontier lies above or below the other's with "
                        "every seed:\n" +
                            text;
}

}  // namespace lingan::tools
