#include <lingan/base/labelled_sentences.h>

#include <vector>

namespace lingan {

TokenBatch labelled_sentences(const TokenBatch& batch) {
  std::vector<int64_t> rows;
  for (size_t row = 0; row < batch.labels.size(); ++row) {
    if (batch.labels[row] != kUnknownLabel) rows.push_back(static_cast<int64_t>(row));
  }
  return select_rows(batch, rows);
}

}  // namespace lingan
