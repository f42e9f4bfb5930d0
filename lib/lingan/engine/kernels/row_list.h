/// The rows that take part in a position, in memory of the device that works on them.
#pragma once

#include <cstdint>

#include <lingan/base/host_device.h>
#include <lingan/engine/kernels/team.h>

namespace lingan::engine {

/// Rows in any order, with the token that each is fed next. Kernels read the count where they run,
/// so that nobody waits for it; a launch covers as many rows as there can be.
struct RowList {
  int32_t* rows;    ///< [maximum rows]
  int32_t* tokens;  ///< [maximum rows]
  int32_t* count;   ///< one number
  int32_t* places;  ///< null, or [all rows]: where in the list a row stands

  LINGAN_HD void append(int32_t row, int32_t token) const {
    const int32_t at = add_atomically(count, 1);
    rows[at] = row;
    tokens[at] = token;
    if (places != nullptr) places[row] = at;
  }
};

/// Rows that a launch covers: those of a list from a place on, or rows 0, 1, ... without a list.
struct RowRange {
  int64_t maximum;       ///< no more rows than this
  const int32_t* count;  ///< of the list; null: there is none, and all of `maximum` are there
  int64_t first = 0;     ///< place of the first one

  LINGAN_HD int64_t rows() const {
    const int64_t left = count != nullptr ? *count - first : maximum;
    return left < maximum ? left : maximum;
  }
};

/// Lists the rows that are not empty, all with one token.
struct ListRowsKernel {
  static constexpr int kTeam = kThread;
  static constexpr int kSharedFloats = 0;

  RowList list;
  int32_t token;
  const int32_t* lengths;  ///< null: no row is empty

  template <class Team>
  LINGAN_HD void operator()(Team&, int64_t row) const {
    if (lengths == nullptr || lengths[row] > 0) list.append(static_cast<int32_t>(row), token);
  }
};

}  // namespace lingan::engine
