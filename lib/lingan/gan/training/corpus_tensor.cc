#include <lingan/gan/training/corpus_tensor.h>

#include <algorithm>
#include <vector>

namespace lingan {
namespace {

torch::Tensor on_device(const std::vector<int32_t>& values, at::IntArrayRef shape,
                        torch::Device device) {
  // torch takes no const memory; it is only read.
  return torch::from_blob(const_cast<int32_t*>(values.data()), shape, torch::kInt32).to(device);
}

}  // namespace

CorpusTensor::CorpusTensor(const TokenBatch& corpus, torch::Device device)
    : corpus_(corpus),
      tokens_(on_device(corpus.tokens, {corpus.rows, corpus.width}, device)),
      lengths_(on_device(corpus.lengths, {corpus.rows}, device)) {
  if (!corpus.labels.empty()) labels_ = on_device(corpus.labels, {corpus.rows}, device);
}

Sentences CorpusTensor::select(std::span<const int64_t> rows) const {
  const auto numbers =
      torch::tensor(at::ArrayRef<int64_t>(rows.data(), rows.size())).to(tokens_.device());
  Sentences selected;
  selected.tokens = tokens_.index_select(0, numbers).to(torch::kInt64);
  selected.lengths = lengths_.index_select(0, numbers).to(torch::kInt64);
  if (labels_.defined()) selected.labels = labels_.index_select(0, numbers).to(torch::kInt64);
  return selected;
}

Sentences CorpusTensor::select_trimmed(std::span<const int64_t> rows) const {
  int32_t longest = 1;
  for (const int64_t row : rows) longest = std::max(longest, corpus_.lengths[row]);
  Sentences selected = select(rows);
  selected.tokens = selected.tokens.narrow(1, 0, longest);
  return selected;
}

}  // namespace lingan
