#include <lingan/model/generators/source_encoder.h>

#include <utility>

#include <lingan/model/layers/recurrent_layers.h>

namespace lingan {
namespace {

constexpr int32_t kGates = 3;  // of a GRU

torch::Tensor view_of(const std::vector<int32_t>& values, at::IntArrayRef shape) {
  // torch takes no const memory; it is only read.
  return torch::from_blob(const_cast<int32_t*>(values.data()), shape, torch::kInt32);
}

}  // namespace

SourceEncoder::SourceEncoder(torch::nn::Module& network, int64_t embedding_width, int64_t width)
    : weights_(register_recurrent_weights(
          network, "source_",
          {.gates = kGates, .layers = 1, .input_width = embedding_width, .hidden_width = width})) {}

void SourceEncoder::take(std::shared_ptr<const SourceTable> sources) {
  sources_ = std::move(sources);
  const TokenBatch& sentences = sources_->sentences;
  tokens_ = view_of(sentences.tokens, {sentences.rows, sentences.width});
  last_ = view_of(sentences.lengths, {sentences.rows}) - 1;
}

torch::Tensor SourceEncoder::codes(const torch::Tensor& embeddings, const torch::Tensor& numbers) {
  tokens_ = tokens_.to(numbers.device());
  last_ = last_.to(numbers.device());
  const torch::Tensor tokens = tokens_.index_select(0, numbers).to(torch::kInt64);
  const int64_t rows = numbers.size(0), width = weights_[1].size(1);
  std::vector<torch::Tensor> state = {torch::zeros({1, rows, width}, embeddings.options())};
  const torch::Tensor outputs = recurrent_layers({.gates = kGates,
                                                  .input = torch::embedding(embeddings, tokens),
                                                  .state = state,
                                                  .weights = weights_,
                                                  .layers = 1,
                                                  .dropout = 0.0});  // [B, W, H]
  const torch::Tensor place =
      last_.index_select(0, numbers).to(torch::kInt64).view({-1, 1, 1}).expand({-1, 1, width});
  return outputs.gather(1, place).squeeze(1);
}

}  // namespace lingan
