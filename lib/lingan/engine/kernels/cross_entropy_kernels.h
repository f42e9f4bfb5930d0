/// Cross-entropy of rows of logits, and its gradient in their place.
#pragma once

#include <cmath>
#include <cstdint>

#include <lingan/base/host_device.h>
#include <lingan/engine/kernels/team.h>

namespace lingan::engine {

/// A piece is one row.
struct CrossEntropyKernel {
  static constexpr int kTeam = kBlock;
  static constexpr int kSharedFloats = 0;

  float* logits;  ///< [rows, V], replaced by the gradient where that is wanted
  int64_t vocabulary;
  const int64_t* targets;       ///< [rows]
  const float* loss_gradients;  ///< [rows]: of each loss; null: no gradient is wanted
  float* losses;                ///< [rows], written: -ln p(target)

  template <class Team>
  LINGAN_HD void operator()(Team& team, int64_t row) const {
    float* logit = logits + row * vocabulary;
    float top = -INFINITY;
    for (int64_t v = team.rank(); v < vocabulary; v += Team::kSize) top = fmaxf(top, logit[v]);
    top = team.largest(top);
    const float target = logit[targets[row]];  // before anyone replaces it
    double total = 0;
    for (int64_t v = team.rank(); v < vocabulary; v += Team::kSize) {
      total += static_cast<double>(expf(logit[v] - top));
    }
    total = team.sum(total);
    if (team.rank() == 0) {
      losses[row] =
          static_cast<float>(log(total) + (static_cast<double>(top) - static_cast<double>(target)));
    }
    if (loss_gradients == nullptr) return;
    const auto scale = static_cast<float>(1.0 / total);
    for (int64_t v = team.rank(); v < vocabulary; v += Team::kSize) {
      const float probability = scale * expf(logit[v] - top);
      logit[v] = loss_gradients[row] * (probability - (v == targets[row] ? 1.0f : 0.0f));
    }
  }
};

}  // namespace lingan::engine
