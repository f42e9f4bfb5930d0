/// Runs with gains that are known.
#pragma once

#include <string>
#include <vector>

#include <lingan/run/comparison/compared_runs.h>

namespace lingan::testing {

/// BLEU-4 and Self-BLEU-4 at one temperature, in sentences of some tokens.
inline FrontierPoint measured(double temperature, double bleu, double self_bleu, double tokens) {
  return {.swept = temperature,
          .metrics = {{"bleu-4", bleu}, {"self-bleu-4", self_bleu}, {"mean-tokens", tokens}}};
}

/// Start, control and trained run of each seed. Start and control have BLEU-4 .45 at the trained
/// run's Self-BLEU-4, .4, in sentences of 10 tokens; the trained run has the gain more.
inline std::vector<ComparedRun> runs_with_gains(const std::string& recipe,
                                                const std::vector<double>& gains,
                                                double tokens = 10) {
  const std::vector<FrontierPoint> line = {measured(.8, .6, .5, 10), measured(1, .3, .3, 10)};
  std::vector<ComparedRun> runs;
  for (size_t i = 0; i < gains.size(); ++i) {
    const int seed = static_cast<int>(i) + 1;
    for (const RunRole role : {RunRole::kStart, RunRole::kControl}) {
      runs.push_back({.recipe = recipe, .role = role, .seed = seed, .frontier = line});
    }
    runs.push_back({.recipe = recipe,
                    .role = RunRole::kTrained,
                    .seed = seed,
                    .frontier = {measured(1, .45 + gains[i], .4, tokens)}});
  }
  return runs;
}

/// The start's sentences of each seed, resampled by D's odds: with that gain over the start.
inline std::vector<ComparedRun> resampled(const std::string& recipe,
                                          const std::vector<double>& gains) {
  std::vector<ComparedRun> runs;
  for (size_t i = 0; i < gains.size(); ++i) {
    runs.push_back({.recipe = recipe,
                    .role = RunRole::kResampled,
                    .seed = static_cast<int>(i) + 1,
                    .frontier = {measured(1, .45 + gains[i], .4, 10)}});
  }
  return runs;
}

/// The same, but that top-p was swept.
inline std::vector<ComparedRun> by_top_p(std::vector<ComparedRun> runs) {
  for (ComparedRun& run : runs) run.sweep = Sweep::kTopP;
  return runs;
}

inline std::vector<ComparedRun> together(std::vector<ComparedRun> a,
                                         const std::vector<ComparedRun>& b) {
  a.insert(a.end(), b.begin(), b.end());
  return a;
}

}  // namespace lingan::testing
