/// Maxima over time of banks of filters and their gradient, in vectors, for the calling thread
/// alone. engine/training/max_over_time.h puts them together.
#pragma once

#include <cstdint>

#include <lingan/engine/panels.h>

namespace lingan::engine {

/// Some sentences and a panel of filters.
struct FilterPanel {
  const float* vectors;  ///< [rows, T, E]
  int64_t rows;          ///< 1..8
  int64_t row_floats;    ///< T * E
  int64_t embedding;     ///< E
  int64_t depth;         ///< width * E
  int64_t windows;       ///< T - width + 1
  const float* weight;   ///< [depth, kPanel]
  const float* bias;     ///< [count]
  int64_t count;         ///< 1..kPanel
  float* features;       ///< [rows, count], rows stride apart, written
  int32_t* where;  ///< as features, written: the first largest window, -1 where the feature is 0
  int64_t stride;  ///< F
};
void filter_panel_maxima(const FilterPanel& panel);

/// to += slope * from, `count` floats.
void add_scaled_floats(float slope, const float* from, int64_t count, float* to);

/// One filter's gradient over some sentences.
struct FilterGradient {
  const float* vectors;  ///< [rows, T, E]
  int64_t rows;
  int64_t row_floats;    ///< T * E
  int64_t embedding;     ///< E
  const int32_t* where;  ///< [rows], stride apart
  const float* slope;    ///< [rows], stride apart
  int64_t stride;        ///< F
  int64_t depth;         ///< width * E
  float* weight;         ///< [depth], added to
};
void add_filter_gradient(const FilterGradient& task);

}  // namespace lingan::engine
