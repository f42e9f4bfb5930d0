/// The two ways of drawing a row's next token, with one interface.
#pragma once

#include <cstdint>

#include <lingan/engine/kernels/cut_row.h>
#include <lingan/engine/kernels/draw_row.h>
#include <lingan/engine/kernels/row_list.h>

namespace lingan::engine {

/// Hidden vectors where the recurrent state keeps them: row r's begins at top + r * stride.
struct HiddenView {
  const float* top;
  int64_t stride;

  LINGAN_HD const float* of(int32_t row) const { return top + row * stride; }
};

/// Draws from the whole vocabulary, by sums of groups.
struct FusedDrawer {
  static constexpr int kTeam = kWarp;
  static constexpr int kSharedFloats = 0;

  OutputView output;
  HiddenView hidden;
  GroupSums sums;
  float scale;

  LINGAN_HD bool has(int64_t) const { return true; }

  /// @param place  of the row in the list.  @return token -1 if the logits are not finite.
  template <class Team>
  LINGAN_HD RowDraw draw(Team& team, int64_t place, int32_t row, double uniform) const {
    const float* maxima = sums.maxima + place * sums.groups;
    const float* group_sums = sums.sums + place * sums.groups;
    const RowSoftmax softmax = join_groups(team, maxima, group_sums, sums.groups);
    if (!softmax.is_finite()) return {-1, 0.0f};
    return draw_row(team, output, hidden.of(row), maxima, group_sums, softmax, scale, uniform);
  }
};

/// Draws under a cut, from the logits of rows first..first+count-1 of the list.
struct CutDrawer {
  static constexpr int kTeam = kBlock;
  static constexpr int kSharedFloats = CutRow::kSharedFloats;

  const float* logits;  ///< [count, V]
  int64_t first;
  int64_t count;
  int64_t vocabulary;  ///< V
  CutOptions options;

  LINGAN_HD bool has(int64_t place) const { return place >= first && place < first + count; }

  template <class Team>
  LINGAN_HD RowDraw draw(Team& team, int64_t place, int32_t, double uniform) const {
    return CutRow(logits + (place - first) * vocabulary, vocabulary, options).draw(team, uniform);
  }
};

}  // namespace lingan::engine
