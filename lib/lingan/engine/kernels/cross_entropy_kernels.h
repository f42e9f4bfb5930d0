/// Cross-entropy of an output layer, without logits of all rows.
#pragma once

#include <cmath>
#include <cstdint>

#include <lingan/engine/kernels/draw_row.h>

namespace lingan::engine {

/// -ln p of every row's target from the sums of its groups: a piece is one row.
struct RowLossKernel {
  static constexpr int kTeam = kWarp;
  static constexpr int kSharedFloats = 0;

  OutputView output;
  const float* hidden;     ///< [rows, H]
  const int64_t* targets;  ///< [rows]
  GroupSums sums;
  float* losses;      ///< [rows], written
  float* log_totals;  ///< [rows], written: ln of the sum of e^logit

  template <class Team>
  LINGAN_HD void operator()(Team& team, int64_t row) const {
    const RowSoftmax softmax = join_groups(team, sums.maxima + row * sums.groups,
                                           sums.sums + row * sums.groups, sums.groups);
    if (team.rank() == 0) {
      const float logit = output.logit(hidden + row * output.hidden_width, targets[row]);
      losses[row] = -softmax.log_probability(logit);
      log_totals[row] = static_cast<float>(static_cast<double>(softmax.top) + log(softmax.total));
    }
    team.sync();
  }
};

/// Turns a block of logits into the loss's gradient with respect to them: a piece is one logit.
struct LogitGradientKernel {
  static constexpr int kTeam = kThread;
  static constexpr int kSharedFloats = 0;

  float* logits;  ///< [rows, V], replaced
  const int64_t* targets;
  const float* log_totals;
  const float* loss_gradients;
  int64_t vocabulary;

  template <class Team>
  LINGAN_HD void operator()(Team&, int64_t piece) const {
    const int64_t row = piece / vocabulary;
    const float probability = expf(logits[piece] - log_totals[row]);
    const float target = piece % vocabulary == targets[row] ? 1.0f : 0.0f;
    logits[piece] = loss_gradients[row] * (probability - target);
  }
};

/// Adds a block's columns up: a piece is one column.
struct ColumnSumsKernel {
  static constexpr int kTeam = kThread;
  static constexpr int kSharedFloats = 0;

  const float* values;  ///< [rows, pieces]
  int64_t rows;
  int64_t columns;
  float* sums;  ///< [pieces], added to

  template <class Team>
  LINGAN_HD void operator()(Team&, int64_t column) const {
    float sum = sums[column];
    for (int64_t r = 0; r < rows; ++r) sum += values[r * columns + column];
    sums[column] = sum;
  }
};

}  // namespace lingan::engine
