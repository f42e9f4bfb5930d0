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

TokenBatch labelled_by_sources(TokenBatch sentences, const TokenBatch& sources) {
  if (sources.labels.empty()) return sentences;
  for (int32_t& label : sentences.labels) label = sources.labels.at(static_cast<size_t>(label));
  return sentences;
}

}  // namespace lingan
