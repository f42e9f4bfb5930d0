#include <lingan/metrics/memory/edit_distance.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>

namespace lingan::metrics {
namespace {

constexpr size_t kRows = 64;  // of the table, in one word

// What rows gain (one more) or lose (one less).
struct Change {
  uint64_t gain;
  uint64_t loss;
};

// Steps 64 rows from one column of the table to the next.
// @param equal   rows whose token is the column's.
// @param down    from each row to the one below it, in the last column; becomes this column's.
// @param across  bit 0: what the row above the 64 changed by from column to column.
// @return what each of the 64 did.
Change step(uint64_t equal, Change& down, Change across) {
  const uint64_t match = equal | across.loss;
  const uint64_t same = (((match & down.gain) + down.gain) ^ down.gain) | match | down.loss;
  const Change rows{down.loss | ~(same | down.gain), same & down.gain};
  const uint64_t gain = rows.gain << 1 | across.gain;
  const uint64_t loss = rows.loss << 1 | across.loss;
  down = {loss | ~(same | gain), gain & same};
  return rows;
}

}  // namespace

void EditDistance::set_pattern(std::span<const int32_t> pattern) {
  for (const int32_t token : pattern_) numbers_[token] = 0;
  pattern_.assign(pattern.begin(), pattern.end());
  words_ = (pattern.size() + kRows - 1) / kRows;
  rows_.assign(words_, 0);
  int32_t last = 0;
  for (size_t row = 0; row < pattern.size(); ++row) {
    int32_t& number = numbers_[pattern[row]];
    if (number == 0) {
      number = ++last;
      rows_.resize(rows_.size() + words_);
    }
    rows_[static_cast<size_t>(number) * words_ + row / kRows] |= uint64_t{1} << row % kRows;
  }
}

int32_t EditDistance::distance(std::span<const int32_t> sentence, int32_t limit) const {
  const auto rows = static_cast<int32_t>(pattern_.size());
  const auto columns = static_cast<int32_t>(sentence.size());
  if (std::abs(rows - columns) >= limit) return limit;
  if (rows == 0) return columns;
  if (words_ == 1) {
    Change down{~uint64_t{0}, 0};
    return last_row(sentence, limit, [&](const uint64_t* equal) {
      return step(*equal, down, {1, 0});
    });
  }
  std::vector<Change> down(words_, {~uint64_t{0}, 0});
  return last_row(sentence, limit, [&](const uint64_t* equal) {
    Change rows{};
    Change across{1, 0};
    for (size_t word = 0; word < words_; ++word) {
      rows = step(equal[word], down[word], across);
      across = {rows.gain >> (kRows - 1), rows.loss >> (kRows - 1)};
    }
    return rows;
  });
}

// Follows the last row of the table through its columns.
// @param next  steps all rows to a column, given the rows that have its token; gives what those of
//              the last word did.
template <typename Next>
int32_t EditDistance::last_row(std::span<const int32_t> sentence, int32_t limit,
                               const Next& next) const {
  const int last = static_cast<int>((pattern_.size() - 1) % kRows);
  auto value = static_cast<int32_t>(pattern_.size());
  auto columns_left = static_cast<int32_t>(sentence.size());
  for (const int32_t token : sentence) {
    const Change rows = next(rows_.data() + static_cast<size_t>(numbers_[token]) * words_);
    value += static_cast<int32_t>(rows.gain >> last & 1);
    value -= static_cast<int32_t>(rows.loss >> last & 1);
    if (value - --columns_left >= limit) return limit;  // a column takes away one at most
  }
  return value;
}

}  // namespace lingan::metrics
