/// The second half of a fused draw: one row's token from the sums of its groups.
#pragma once

#include <cmath>
#include <cstdint>

#include <lingan/base/host_device.h>
#include <lingan/engine/kernels/recurrent_unit.h>
#include <lingan/engine/kernels/softmax_groups.h>
#include <lingan/engine/kernels/team.h>

namespace lingan::engine {

/// An output layer in torch's layout.
struct OutputView {
  const float* weight;   ///< [V, H]
  const float* bias;     ///< [V]
  int64_t vocabulary;    ///< V
  int64_t hidden_width;  ///< H

  LINGAN_HD float logit(const float* hidden, int64_t token) const {
    return dot(hidden, weight + token * hidden_width, hidden_width, bias[token]);
  }
};

/// A token and ln p of it.
struct RowDraw {
  int32_t token;
  float log_probability;
};

/// Where a target lies among positive weights in their order: the last index whose weights before
/// it do not exceed the target, and the sum of those.
struct Position {
  int64_t index;
  double before;
};

/// Finds the target in the weights 0..count-1. Every member of the team gets the same answer.
/// @param weight  weight(i) >= 0.  @param target  less than the sum, up to rounding.
/// @return index -1 if no weight is positive.
template <class Team, class Weight>
LINGAN_HD Position find_position(Team& team, int64_t count, const Weight& weight, double target) {
  const Share mine = share_of(team, count);
  double sum = 0;
  for (int64_t i = mine.begin; i < mine.end; ++i) sum += weight(i);
  double running = team.sum_before(sum);
  const int owner = team.largest(sum > 0 && running <= target ? team.rank() : -1);
  if (owner < 0) return {-1, 0};
  Position position{-1, 0};
  if (team.rank() == owner) {
    for (int64_t i = mine.begin; i < mine.end; ++i) {
      const double w = weight(i);
      if (w > 0 && (position.index < 0 || running <= target)) position = {i, running};
      running += w;
    }
  }
  return {team.from(position.index, owner), team.from(position.before, owner)};
}

/// One row's softmax: logits * scale, less `top`, exponentiated, add up to `total`.
struct RowSoftmax {
  float top;
  double total;  ///< not finite, or 0, if the logits were not finite

  LINGAN_HD float log_probability(float scaled_logit) const {
    return static_cast<float>(static_cast<double>(scaled_logit) - static_cast<double>(top) -
                              log(total));
  }
  LINGAN_HD bool is_finite() const { return total > 0 && total < INFINITY; }
};

/// @param maxima, sums  [groups], of one row.
template <class Team>
LINGAN_HD RowSoftmax join_groups(Team& team, const float* maxima, const float* sums,
                                 int64_t groups) {
  float top = -INFINITY;
  for (int64_t g = team.rank(); g < groups; g += Team::kSize) top = fmaxf(top, maxima[g]);
  top = team.largest(top);
  double total = 0;
  for (int64_t g = team.rank(); g < groups; g += Team::kSize) {
    total += static_cast<double>(sums[g]) * static_cast<double>(expf(maxima[g] - top));
  }
  return {top, team.sum(total)};
}

/// Draws from softmax(logits * scale) by the inverse of the cumulative distribution in the order of
/// ids: finds the group, then derives the group's logits again.
/// @param hidden  [H].  @param uniform  in [0, 1).
/// REQUIRES: softmax.is_finite().
template <class Team>
LINGAN_HD RowDraw draw_row(Team& team, const OutputView& output, const float* hidden,
                           const float* maxima, const float* sums, const RowSoftmax& softmax,
                           float scale, double uniform) {
  const auto group_weight = [&](int64_t g) {
    return static_cast<double>(sums[g]) * static_cast<double>(expf(maxima[g] - softmax.top));
  };
  const double target = uniform * softmax.total;
  const Position group = find_position(team, tiles(output.vocabulary), group_weight, target);
  const int64_t first = group.index * kTile;
  const int64_t count =
      output.vocabulary - first < kTile ? output.vocabulary - first : int64_t{kTile};
  const auto token_weight = [&](int64_t v) {
    const float logit = scale * output.logit(hidden, first + v);
    return static_cast<double>(expf(logit - softmax.top));
  };
  const Position token = find_position(team, count, token_weight, target - group.before);
  // Two ways of rounding can disagree about a group that is all but impossible.
  const int64_t v = first + (token.index < 0 ? 0 : token.index);
  return {static_cast<int32_t>(v), softmax.log_probability(scale * output.logit(hidden, v))};
}

}  // namespace lingan::engine
