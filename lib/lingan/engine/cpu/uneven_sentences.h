/// Sentences of different lengths that advance together, token by token.
#pragma once

#include <algorithm>
#include <cstdint>
#include <functional>
#include <numeric>
#include <span>
#include <vector>

#include <lingan/engine/cpu/recurrent_layer.h>

namespace lingan::engine {

/// Sentences [begin, end) of a layer's run, begin < end, the longest first: those that have a token
/// t are the first of them.
class SentencesByLength {
 public:
  SentencesByLength(const RecurrentShape& shape, int64_t begin, int64_t end)
      : shape_(shape), rows_(static_cast<size_t>(end - begin)) {
    std::iota(rows_.begin(), rows_.end(), begin);
    std::ranges::stable_sort(rows_, std::greater<>(),
                             [&](int64_t row) { return shape.length(row); });
  }

  int64_t longest() const { return shape_.length(rows_.front()); }

  /// Whether all are as long: then their tokens t are equally far apart, in the order of sentences.
  bool is_even() const { return shape_.length(rows_.back()) == longest(); }

  std::span<const int64_t> with_token(int64_t t) const {
    const auto end =
        std::ranges::partition_point(rows_, [&](int64_t row) { return shape_.length(row) > t; });
    return {rows_.begin(), end};
  }

 private:
  const RecurrentShape& shape_;
  std::vector<int64_t> rows_;
};

/// Rows of numbers that lie apart, side by side for a product, and back.
class GatheredRows {
 public:
  explicit GatheredRows(int64_t width) : width_(width) {}

  /// @param place  where the numbers of a row are.  @return [rows, width], until the next call.
  template <class Place>
  float* gather(std::span<const int64_t> rows, const Place& place) {
    values_.resize(rows.size() * static_cast<size_t>(width_));
    float* next = values_.data();
    for (const int64_t row : rows) next = std::copy_n(place(row), width_, next);
    return values_.data();
  }

  /// Puts the rows that were gathered back.
  template <class Place>
  void scatter(std::span<const int64_t> rows, const Place& place) const {
    const float* next = values_.data();
    for (const int64_t row : rows) {
      std::copy_n(next, width_, place(row));
      next += width_;
    }
  }

 private:
  int64_t width_;
  std::vector<float> values_;
};

}  // namespace lingan::engine
