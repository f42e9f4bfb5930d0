/// Frontiers by hand, of runs that nobody trained.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include <lingan/run/comparison/compared_runs.h>

namespace lingan::testing {

/// A run with values of some metrics at each temperature: {{T, {{"bleu-4", x}, ..}}, ..}.
inline ComparedRun run_of(RunRole role, int seed, std::vector<FrontierPoint> frontier,
                          std::string recipe = "seqgan") {
  return {.recipe = std::move(recipe), .role = role, .seed = seed, .frontier = std::move(frontier)};
}

/// BLEU-4 and Self-BLEU-4 at one temperature.
inline FrontierPoint bleu_point(double temperature, double bleu, double self_bleu) {
  return {.swept = temperature, .metrics = {{"bleu-4", bleu}, {"self-bleu-4", self_bleu}}};
}

}  // namespace lingan::testing
