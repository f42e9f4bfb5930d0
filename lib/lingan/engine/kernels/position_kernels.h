/// What happens to rows after a position's step: their token is drawn or given, and those that go
/// on are listed for the next position.
#pragma once

#include <cstdint>

#include <lingan/base/random.h>
#include <lingan/engine/kernels/row_drawers.h>
#include <lingan/engine/kernels/row_list.h>

namespace lingan::engine {

/// Sentences in the making.
struct SentenceStore {
  int32_t* tokens;           ///< [rows, width]
  int32_t* lengths;          ///< [rows]
  float* log_probabilities;  ///< null, or [rows, width]
  int64_t width;
  int32_t eos;        ///< -1: sentences have full width
  int32_t* diverged;  ///< set to 1 where logits are not finite

  /// Writes token t of a row; lists the row (as `listed`) if it continues.
  LINGAN_HD void put(int64_t row, int64_t t, const RowDraw& drawn, int32_t listed,
                     const RowList& next) const {
    if (drawn.token < 0) {
      *diverged = 1;
      return;
    }
    tokens[row * width + t] = drawn.token;
    lengths[row] = static_cast<int32_t>(t + 1);
    if (log_probabilities != nullptr) log_probabilities[row * width + t] = drawn.log_probability;
    if (drawn.token != eos && t + 1 < width) next.append(listed, drawn.token);
  }
};

/// Fills rows with pads: a piece is one token.
struct FillKernel {
  static constexpr int kTeam = kThread;
  static constexpr int kSharedFloats = 0;

  int32_t* tokens;
  int32_t pad;

  template <class Team>
  LINGAN_HD void operator()(Team&, int64_t piece) const {
    tokens[piece] = pad;
  }
};

/// Draws token t of every listed row: a piece is a place of the list.
template <class Drawer>
struct DrawKernel {
  static constexpr int kTeam = Drawer::kTeam;
  static constexpr int kSharedFloats = Drawer::kSharedFloats;

  Drawer drawer;
  RowList rows;
  RowList next;
  SentenceStore store;
  RandomStream stream;
  uint64_t first_row;  ///< number of row 0 in the stream
  int64_t first;       ///< place of piece 0
  int32_t t;

  template <class Team>
  LINGAN_HD void operator()(Team& team, int64_t piece) const {
    const int64_t place = first + piece;
    if (place >= *rows.count || !drawer.has(place)) return;
    const int32_t row = rows.rows[place];
    const double uniform = stream.uniform(first_row + static_cast<uint64_t>(row), t);
    const RowDraw drawn = drawer.draw(team, place, row, uniform);
    if (team.rank() == 0) store.put(row, t, drawn, row, next);
    team.sync();
  }
};

/// Gives every listed row the same token t: that of a prompt.
struct ForceKernel {
  static constexpr int kTeam = kThread;
  static constexpr int kSharedFloats = 0;

  RowList rows;
  RowList next;
  SentenceStore store;
  int32_t token;
  int32_t t;

  template <class Team>
  LINGAN_HD void operator()(Team&, int64_t place) const {
    if (place < *rows.count) store.put(rows.rows[place], t, {token, 0.0f}, rows.rows[place], next);
  }
};

/// ln p of the given token t of every listed row.
struct LogProbabilityKernel {
  static constexpr int kTeam = kWarp;
  static constexpr int kSharedFloats = 0;

  OutputView output;
  HiddenView hidden;
  GroupSums sums;
  RowList rows;
  RowList next;
  const int32_t* tokens;     ///< [rows, width]
  const int32_t* lengths;    ///< [rows]
  float* log_probabilities;  ///< [rows, width]
  int32_t* diverged;
  int64_t width;
  int32_t t;

  template <class Team>
  LINGAN_HD void operator()(Team& team, int64_t place) const {
    if (place >= *rows.count) return;
    const int32_t row = rows.rows[place];
    const RowSoftmax softmax = join_groups(team, sums.maxima + place * sums.groups,
                                           sums.sums + place * sums.groups, sums.groups);
    if (team.rank() == 0) {
      const int32_t target = tokens[row * width + t];
      log_probabilities[row * width + t] =
          softmax.log_probability(output.logit(hidden.of(row), target));
      if (!softmax.is_finite()) *diverged = 1;
      if (t + 1 < lengths[row]) next.append(row, target);
    }
    team.sync();
  }
};

}  // namespace lingan::engine
