#include <lingan/base/token_batch.h>

#include <numeric>
#include <string>

#include <lingan/base/error.h>

namespace lingan {

std::vector<int64_t> all_rows(const TokenBatch& batch) {
  std::vector<int64_t> rows(static_cast<size_t>(batch.rows));
  std::iota(rows.begin(), rows.end(), int64_t{0});
  return rows;
}

std::vector<int64_t> rows_with_label(const TokenBatch& batch, int32_t label) {
  std::vector<int64_t> rows;
  for (size_t row = 0; row < batch.labels.size(); ++row) {
    if (batch.labels[row] == label) rows.push_back(static_cast<int64_t>(row));
  }
  return rows;
}

TokenBatch select_rows(const TokenBatch& batch, std::span<const int64_t> rows) {
  TokenBatch selected;
  selected.rows = static_cast<int64_t>(rows.size());
  selected.width = batch.width;
  selected.tokens.reserve(rows.size() * static_cast<size_t>(batch.width));
  selected.lengths.reserve(rows.size());
  for (const int64_t row : rows) {
    if (row < 0 || row >= batch.rows) {
      throw UsageError("row " + std::to_string(row) + " is not in 0.." +
                       std::to_string(batch.rows - 1));
    }
    const auto begin = batch.tokens.begin() + row * batch.width;
    selected.tokens.insert(selected.tokens.end(), begin, begin + batch.width);
    selected.lengths.push_back(batch.lengths[static_cast<size_t>(row)]);
    if (!batch.labels.empty()) selected.labels.push_back(batch.labels[static_cast<size_t>(row)]);
  }
  return selected;
}

}  // namespace lingan
