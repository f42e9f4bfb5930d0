#include "tools/gain_text.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

namespace lingan::tools {

std::string gain_text(const Gain& gain) {
  return fmt::format("{} {:+.4f}, p = {:.2g}", gain.pair.quality, gain.mean,
                     gain.statistics->p_holm);
}

std::string why_not_judged(const Gain& gain) {
  const auto lacks = [](const SeedGain& seed) { return !std::isfinite(seed.gain); };
  const auto first = std::ranges::find_if(gain.seeds, lacks);
  if (first == gain.seeds.end()) return "";
  return fmt::format("seed {}: {}", first->seed, first->why_not);
}

std::string numbered(size_t count, std::string_view what) {
  return fmt::format("{} {}{}", count, what, count == 1 ? "" : "s");
}

std::string_view test_name(SeedTest test) {
  return test == SeedTest::kSignFlip ? "sign-flip test" : "paired t-test";
}

std::string_view outcome_name(Outcome outcome) {
  switch (outcome) {
    case Outcome::kBetter:
      return "better";
    case Outcome::kWorse:
      return "worse";
    case Outcome::kTie:
      return "tie";
    case Outcome::kNotJudged:
      break;
  }
  return "not judged";
}

}  // namespace lingan::tools
