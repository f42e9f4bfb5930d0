/// Max-over-time convolution features from tables of per-token partial products
/// (engine/scoring/token_window_features.h), for one strip of filters of one width.
#pragma once

#include <cstdint>

#include <lingan/engine/kernels/team.h>

namespace lingan::engine {

/// Numbers the tokens that occur, in any order: a piece is one token of the batch.
struct NumberTokensKernel {
  static constexpr int kTeam = kThread;
  static constexpr int kSharedFloats = 0;

  const int32_t* tokens;  ///< [pieces]
  int32_t* seen;          ///< [V], zeros before
  int32_t* slots;         ///< [V], written for tokens that occur
  int32_t* list;          ///< [numbered], the tokens by slot
  int32_t* count;         ///< zero before

  template <class Team>
  LINGAN_HD void operator()(Team&, int64_t piece) const {
    const int32_t token = tokens[piece];
    if (add_atomically(&seen[token], 1) > 0) return;
    slots[token] = add_atomically(count, 1);
    list[slots[token]] = token;
  }
};

/// Filters [count, width, E] as [width, count, E], the order of a table entry.
struct ReorderFiltersKernel {
  static constexpr int kTeam = kThread;
  static constexpr int kSharedFloats = 0;

  const float* from;
  float* to;
  int64_t count;
  int64_t width;
  int64_t embedding_width;

  template <class Team>
  LINGAN_HD void operator()(Team&, int64_t piece) const {
    const int64_t e = piece % embedding_width;
    const int64_t f = piece / embedding_width % count;
    const int64_t k = piece / embedding_width / count;
    to[piece] = from[(f * width + k) * embedding_width + e];
  }
};

/// A strip of filters and the table of their partial products.
struct StripView {
  const float* table;    ///< [slots, width, count]
  const int32_t* slots;  ///< [V]
  const float* bias;     ///< [count]
  int64_t count;         ///< filters
  int64_t width;         ///< w

  /// A filter's value for the window that begins at tokens[0].
  LINGAN_HD float value(const int32_t* tokens, int64_t filter) const {
    float sum = bias[filter];
    for (int64_t k = 0; k < width; ++k)
      sum += table[(slots[tokens[k]] * width + k) * count + filter];
    return sum;
  }
};

/// The maxima of a group's leading row: entry t is over the windows inside its first t tokens. A
/// piece is one filter of one group.
struct PrefixFeaturesKernel {
  static constexpr int kTeam = kThread;
  static constexpr int kSharedFloats = 0;

  StripView strip;
  const int32_t* tokens;         ///< [rows, length]
  const int32_t* leader;         ///< [groups]
  const int32_t* prefix_length;  ///< [rows]
  float* maxima;                 ///< [groups, length + 1, count], written up to the leader's prefix
  int64_t length;

  template <class Team>
  LINGAN_HD void operator()(Team&, int64_t piece) const {
    const int64_t group = piece / strip.count, filter = piece % strip.count;
    const int32_t* row = tokens + leader[group] * length;
    float* to = maxima + group * (length + 1) * strip.count + filter;
    float top = 0.0f;
    for (int64_t t = 0; t <= prefix_length[leader[group]]; ++t) {
      if (t >= strip.width) {
        const float value = strip.value(row + t - strip.width, filter);
        top = value > top ? value : top;
      }
      to[t * strip.count] = top;
    }
  }
};

/// Features of rows: a piece is one filter of one row.
struct TokenWindowFeaturesKernel {
  static constexpr int kTeam = kThread;
  static constexpr int kSharedFloats = 0;

  StripView strip;
  const int32_t* tokens;         ///< [rows, length]
  const int32_t* group;          ///< null: nothing is shared; or [rows]
  const int32_t* prefix_length;  ///< [rows]
  const float* maxima;           ///< of PrefixFeaturesKernel
  int64_t length;
  float* features;  ///< the first of row 0, written
  int64_t stride;   ///< floats from one row's features to the next

  template <class Team>
  LINGAN_HD void operator()(Team&, int64_t piece) const {
    const int64_t row = piece / strip.count, filter = piece % strip.count;
    float top = 0.0f;
    int64_t first = 0;
    if (group != nullptr) {
      const int64_t prefix = prefix_length[row];
      top = maxima[(group[row] * (length + 1) + prefix) * strip.count + filter];
      first = prefix >= strip.width ? prefix - strip.width + 1 : 0;
    }
    const int32_t* own = tokens + row * length;
    for (int64_t t = first; t + strip.width <= length; ++t) {
      const float value = strip.value(own + t, filter);
      top = value > top ? value : top;
    }
    features[row * stride + filter] = top;
  }
};

}  // namespace lingan::engine
