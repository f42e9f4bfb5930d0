/// Convolution over windows of words, ReLU and maximum over time of whole banks of filters, with
/// the gradient led through the winning windows alone: Kim 2014, "Convolutional neural networks for
/// sentence classification". The convolution's outputs are never stored.
#pragma once

#include <cstdint>
#include <vector>

namespace lingan::engine {

/// Filters of one width.
template <class T>
struct FilterBank {
  int64_t width;    ///< 1..length
  int64_t count;    ///< >= 1
  const T* weight;  ///< [count, width, E]
  const T* bias;    ///< [count]
};

/// N sentences and the filters that look at them; T: float, in vectors, or double, by the plain
/// body.
template <class T>
struct MaxOverTimeTask {
  int64_t rows;       ///< N
  int64_t length;     ///< words of a sentence
  int64_t embedding;  ///< E
  const T* vectors;   ///< [N, length, E]
  std::vector<FilterBank<T>> banks;

  /// F, filters of all banks.
  int64_t filters() const {
    int64_t sum = 0;
    for (const auto& bank : banks) sum += bank.count;
    return sum;
  }
};

/// @param features  [N, F], written: max(0, largest + bias).
/// @param where  [N, F], written: the first window that attained it, -1 where the feature is 0.
template <class T>
void max_over_time(const MaxOverTimeTask<T>& task, T* features, int32_t* where);

/// The gradient of features, and where it goes.
template <class T>
struct MaxOverTimeGradient {
  const int32_t* where;    ///< [N, F], from max_over_time
  const T* slope;          ///< [N, F]
  T* vectors;              ///< [N, length, E], written; null: not wanted
  std::vector<T*> weight;  ///< of each bank [count, width, E], written; empty: not wanted
  std::vector<T*> bias;    ///< of each bank [count], written; empty together with weight
};
/// Sums are taken in the order of the rows, for any number of threads.
template <class T>
void max_over_time_gradient(const MaxOverTimeTask<T>& task, const MaxOverTimeGradient<T>& gradient);

}  // namespace lingan::engine
