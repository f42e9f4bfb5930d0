#include <lingan/engine/training/max_over_time.h>

#include <algorithm>
#include <type_traits>

#include <lingan/base/parallel.h>
#include <lingan/engine/cpu/max_over_time.h>
#include <lingan/engine/training/window_filter.h>

namespace lingan::engine {
namespace {

constexpr int64_t kChunk = 8;          // sentences that share one pass over the filters
constexpr int64_t kGradientRows = 64;  // sentences whose slopes stay in cache
constexpr int64_t kFilterGroup = 16;   // slopes in one cache line
constexpr int64_t kShort = 16;         // windows of fewer numbers do not fill a vector

template <class T>
constexpr bool kInVectors = std::is_same_v<T, float>;

template <class T>
class Maxima {
 public:
  Maxima(const MaxOverTimeTask<T>& task) : task_(task), filters_(task.filters()) {}

  void find(T* features, int32_t* where) {
    if constexpr (kInVectors<T>) pack();
    parallel_for(chunks(), 1, [&](int64_t begin, int64_t end) {
      for (int64_t chunk = begin; chunk < end; ++chunk) {
        int64_t offset = 0;
        for (size_t i = 0; i < task_.banks.size(); ++i) {
          const int64_t at = chunk * kChunk * filters_ + offset;
          find_in(chunk, i, features + at, where + at);
          offset += task_.banks[i].count;
        }
      }
    });
  }

  void differentiate(const MaxOverTimeGradient<T>& gradient) {
    if (gradient.vectors) {
      parallel_for(chunks(), 1, [&](int64_t begin, int64_t end) {
        for (int64_t chunk = begin; chunk < end; ++chunk) add_to_vectors(gradient, chunk);
      });
    }
    int64_t offset = 0;
    for (size_t i = 0; i < gradient.weight.size(); ++i) {
      const int64_t count = task_.banks[i].count;
      parallel_for((count + kFilterGroup - 1) / kFilterGroup, 1, [&](int64_t begin, int64_t end) {
        add_to_filters(gradient, i, offset,
                       {begin * kFilterGroup, std::min(end * kFilterGroup, count)});
      });
      offset += count;
    }
  }

 private:
  struct Range {
    int64_t begin, end;
  };

  int64_t chunks() const { return (task_.rows + kChunk - 1) / kChunk; }
  int64_t rows_in(int64_t chunk) const { return std::min(kChunk, task_.rows - chunk * kChunk); }
  int64_t row_numbers() const { return task_.length * task_.embedding; }
  int64_t depth(const FilterBank<T>& bank) const { return bank.width * task_.embedding; }
  static int64_t panels(const FilterBank<T>& bank) { return panels_of(bank.count); }

  /// Filters side by side: [panels, depth, 32] of each bank.
  void pack() {
    packed_.resize(task_.banks.size());
    for (size_t i = 0; i < task_.banks.size(); ++i) {
      const FilterBank<T>& bank = task_.banks[i];
      const int64_t size = depth(bank);
      packed_[i].resize(static_cast<size_t>(panels(bank) * size * kPanel));
      parallel_for(panels(bank), 1, [&](int64_t begin, int64_t end) {
        pack_panels({bank.weight, bank.count, size}, begin, end, packed_[i].data());
      });
    }
  }

  void find_in(int64_t chunk, size_t index, T* features, int32_t* where) const {
    const FilterBank<T>& bank = task_.banks[index];
    const T* vectors = task_.vectors + chunk * kChunk * row_numbers();
    const int64_t windows = task_.length - bank.width + 1;
    if constexpr (kInVectors<T>) {
      for (int64_t f = 0; f < bank.count; f += kPanel) {
        filter_panel_maxima({.vectors = vectors,
                             .rows = rows_in(chunk),
                             .row_floats = row_numbers(),
                             .embedding = task_.embedding,
                             .depth = depth(bank),
                             .windows = windows,
                             .weight = packed_[index].data() + f * depth(bank),
                             .bias = bank.bias + f,
                             .count = std::min(kPanel, bank.count - f),
                             .features = features + f,
                             .where = where + f,
                             .stride = filters_});
      }
    } else {
      for (int64_t row = 0; row < rows_in(chunk); ++row) {
        for (int64_t f = 0; f < bank.count; ++f) {
          const FilterMaximum<T> maximum =
              filter_maximum<T>({.weight = bank.weight + f * depth(bank),
                                 .bias = bank.bias[f],
                                 .depth = depth(bank),
                                 .windows = windows,
                                 .embedding = task_.embedding},
                                vectors + row * row_numbers());
          features[row * filters_ + f] = maximum.value;
          where[row * filters_ + f] = maximum.where;
        }
      }
    }
  }

  static void add(T slope, const T* from, int64_t count, T* to) {
    if constexpr (kInVectors<T>) {
      if (count >= kShort) return add_scaled_floats(slope, from, count, to);
    }
    add_scaled(slope, from, count, to);
  }

  /// A filter is read once for the sentences of a chunk.
  void add_to_vectors(const MaxOverTimeGradient<T>& gradient, int64_t chunk) const {
    const int64_t row = chunk * kChunk;
    std::fill_n(gradient.vectors + row * row_numbers(), rows_in(chunk) * row_numbers(), T{0});
    int64_t column = 0;
    for (const FilterBank<T>& bank : task_.banks) {
      for (int64_t f = 0; f < bank.count; ++f, ++column) {
        for (int64_t r = row; r < row + rows_in(chunk); ++r) {
          const int32_t where = gradient.where[r * filters_ + column];
          if (where < 0) continue;
          add(gradient.slope[r * filters_ + column], bank.weight + f * depth(bank), depth(bank),
              gradient.vectors + r * row_numbers() + where * task_.embedding);
        }
      }
    }
  }

  /// Filters of bank `index`, whose features start at column `offset`.
  void add_to_filters(const MaxOverTimeGradient<T>& gradient, size_t index, int64_t offset,
                      Range filters) const {
    const FilterBank<T>& bank = task_.banks[index];
    const int64_t size = depth(bank);
    T* weight = gradient.weight[index];
    std::fill(weight + filters.begin * size, weight + filters.end * size, T{0});
    std::fill(gradient.bias[index] + filters.begin, gradient.bias[index] + filters.end, T{0});
    for (int64_t row = 0; row < task_.rows; row += kGradientRows) {
      const Range rows = {row, std::min(row + kGradientRows, task_.rows)};
      if constexpr (kInVectors<T>) {
        if (size >= kShort) {
          add_long(gradient, index, offset, rows, filters);
          continue;
        }
      }
      add_short(gradient, index, offset, rows, filters);
    }
  }

  void add_long(const MaxOverTimeGradient<T>& gradient, size_t index, int64_t offset, Range rows,
                Range filters) const {
    const int64_t size = depth(task_.banks[index]);
    for (int64_t f = filters.begin; f < filters.end; ++f) {
      const int64_t at = rows.begin * filters_ + offset + f;
      add_filter_gradient({.vectors = task_.vectors + rows.begin * row_numbers(),
                           .rows = rows.end - rows.begin,
                           .row_floats = row_numbers(),
                           .embedding = task_.embedding,
                           .where = gradient.where + at,
                           .slope = gradient.slope + at,
                           .stride = filters_,
                           .depth = size,
                           .weight = gradient.weight[index] + f * size});
      T sum = 0;
      for (int64_t r = 0; r < rows.end - rows.begin; ++r) {
        if (gradient.where[at + r * filters_] >= 0) sum += gradient.slope[at + r * filters_];
      }
      gradient.bias[index][f] += sum;
    }
  }

  void add_short(const MaxOverTimeGradient<T>& gradient, size_t index, int64_t offset, Range rows,
                 Range filters) const {
    const int64_t size = depth(task_.banks[index]);
    for (int64_t r = rows.begin; r < rows.end; ++r) {
      const T* sentence = task_.vectors + r * row_numbers();
      const int32_t* where = gradient.where + r * filters_ + offset;
      const T* slope = gradient.slope + r * filters_ + offset;
      for (int64_t f = filters.begin; f < filters.end; ++f) {
        if (where[f] < 0) continue;
        add_scaled(slope[f], sentence + where[f] * task_.embedding, size,
                   gradient.weight[index] + f * size);
        gradient.bias[index][f] += slope[f];
      }
    }
  }

  const MaxOverTimeTask<T>& task_;
  int64_t filters_;
  std::vector<std::vector<T>> packed_;
};

}  // namespace

template <class T>
void max_over_time(const MaxOverTimeTask<T>& task, T* features, int32_t* where) {
  Maxima<T>(task).find(features, where);
}

template <class T>
void max_over_time_gradient(const MaxOverTimeTask<T>& task,
                            const MaxOverTimeGradient<T>& gradient) {
  Maxima<T>(task).differentiate(gradient);
}

template void max_over_time(const MaxOverTimeTask<float>&, float*, int32_t*);
template void max_over_time(const MaxOverTimeTask<double>&, double*, int32_t*);
template void max_over_time_gradient(const MaxOverTimeTask<float>&,
                                     const MaxOverTimeGradient<float>&);
template void max_over_time_gradient(const MaxOverTimeTask<double>&,
                                     const MaxOverTimeGradient<double>&);

}  // namespace lingan::engine
