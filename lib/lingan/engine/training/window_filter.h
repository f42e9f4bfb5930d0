/// One filter over the windows of one sentence, number by number: what has no form in vectors.
#pragma once

#include <cstdint>

namespace lingan::engine {

/// A filter over windows of a sentence.
template <class T>
struct WindowFilter {
  const T* weight;  ///< [width * E], in the order of a window's numbers
  T bias;
  int64_t depth;      ///< width * E
  int64_t windows;    ///< T - width + 1 >= 1
  int64_t embedding;  ///< E: numbers from one window's first to the next one's
};

/// What a filter found.
template <class T>
struct FilterMaximum {
  T value;        ///< max(0, largest + bias)
  int32_t where;  ///< number of the first largest window; -1 where the value is 0
};

/// @param sentence  [T, E].
template <class T>
FilterMaximum<T> filter_maximum(const WindowFilter<T>& filter, const T* sentence) {
  T best = 0;
  int32_t where = -1;
  for (int64_t t = 0; t < filter.windows; ++t) {
    const T* window = sentence + t * filter.embedding;
    T sum = 0;
    for (int64_t k = 0; k < filter.depth; ++k) sum += filter.weight[k] * window[k];
    // A sum that is not a number wins and stays.
    if (where < 0 || !(sum <= best)) {
      best = sum;
      where = static_cast<int32_t>(t);
      if (sum != sum) break;  // NOLINT(misc-redundant-expression): not a number
    }
  }
  const T value = best + filter.bias;
  if (value <= 0) return {0, -1};
  return {value, where};
}

/// Adds slope * from[0..depth) to to[0..depth): with from the window and to the filter, or the
/// other way round.
template <class T>
void add_scaled(T slope, const T* from, int64_t depth, T* to) {
  for (int64_t k = 0; k < depth; ++k) to[k] += slope * from[k];
}

}  // namespace lingan::engine
