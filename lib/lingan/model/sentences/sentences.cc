#include <lingan/model/sentences/sentences.h>

#include <fmt/format.h>

#include <vector>

#include <lingan/base/error.h>
#include <lingan/model/compute_device.h>

namespace lingan {
namespace {

void check_width(std::string_view form, const torch::Tensor& values, int64_t width) {
  if (values.dim() != 3 || values.size(2) != width) {
    throw UsageError(fmt::format("sentences as {}: expected rows of width {}", form, width));
  }
}

}  // namespace

Sentences to_sentences(const TokenBatch& batch) { return to_sentences(batch, compute_device()); }

Sentences to_sentences(const TokenBatch& batch, torch::Device device) {
  Sentences sentences;
  sentences.tokens = torch::tensor(at::ArrayRef<int32_t>(batch.tokens), torch::kInt64)
                         .view({batch.rows, batch.width})
                         .to(device);
  sentences.lengths = torch::tensor(at::ArrayRef<int32_t>(batch.lengths), torch::kInt64).to(device);
  if (!batch.labels.empty()) {
    sentences.labels = torch::tensor(at::ArrayRef<int32_t>(batch.labels), torch::kInt64).to(device);
  }
  return sentences;
}

TokenBatch to_token_batch(const Sentences& sentences) {
  const auto numbers = [](const torch::Tensor& tensor) {
    const torch::Tensor host = tensor.to(torch::kCPU, torch::kInt32).contiguous();
    const int32_t* first = host.const_data_ptr<int32_t>();
    return std::vector<int32_t>(first, first + host.numel());
  };
  return {
      .rows = sentences.tokens.size(0),
      .width = static_cast<int32_t>(sentences.tokens.size(1)),
      .tokens = numbers(sentences.tokens),
      .lengths = numbers(sentences.lengths),
      .labels = sentences.labels.defined() ? numbers(sentences.labels) : std::vector<int32_t>()};
}

torch::Tensor inside(const torch::Tensor& lengths, int64_t width) {
  return torch::arange(width, lengths.options()).unsqueeze(0) < lengths.unsqueeze(1);
}

Sentences rows_of(const Sentences& sentences, int64_t first, int64_t count) {
  Sentences rows;
  rows.tokens = sentences.tokens.narrow(0, first, count);
  rows.lengths = sentences.lengths.narrow(0, first, count);
  if (sentences.labels.defined()) rows.labels = sentences.labels.narrow(0, first, count);
  return rows;
}

torch::Tensor to_vectors(const Sentences& sentences, const torch::Tensor& table) {
  if (sentences.tokens.defined()) return torch::embedding(table, sentences.tokens);
  if (sentences.one_hot.defined()) {
    check_width("one_hot", sentences.one_hot, table.size(0));
    return torch::matmul(sentences.one_hot, table);
  }
  check_width("vectors", sentences.vectors, table.size(1));
  return sentences.vectors;
}

torch::Tensor embed(const Sentences& sentences, const torch::Tensor& table, int64_t pad) {
  if (sentences.tokens.defined() + sentences.one_hot.defined() + sentences.vectors.defined() != 1) {
    throw UsageError("sentences: expected exactly one of tokens, one_hot and vectors");
  }
  torch::Tensor vectors = to_vectors(sentences, table);
  if (!sentences.lengths.defined()) return vectors;
  const torch::Tensor is_token = inside(sentences.lengths, vectors.size(1));
  return torch::where(is_token.unsqueeze(2), vectors, table[pad]);
}

}  // namespace lingan
