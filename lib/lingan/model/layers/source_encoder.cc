#include <lingan/model/layers/source_encoder.h>

#include <utility>

#include <lingan/base/error.h>
#include <lingan/model/layers/recurrent_layers.h>

namespace lingan {
namespace {

constexpr int32_t kGates = 3;  // of a GRU

torch::Tensor view_of(const std::vector<int32_t>& values, at::IntArrayRef shape) {
  // torch takes no const memory; it is only read.
  return torch::from_blob(const_cast<int32_t*>(values.data()), shape, torch::kInt32);
}

}  // namespace

SourceEncoder::SourceEncoder(torch::nn::Module& network, const SourceEncoderShape& shape)
    : weights_(register_recurrent_weights(network, "source_",
                                          {.gates = kGates,
                                           .layers = 1,
                                           .input_width = shape.embedding_width,
                                           .hidden_width = shape.width})),
      bos_(shape.bos),
      holes_(nullptr, shape.bos) {
  if (shape.labels == 0) return;
  label_embedding_ = network.register_parameter(
      "source_label_embedding", torch::empty({shape.labels, shape.embedding_width}));
}

void SourceEncoder::take(std::shared_ptr<const SourceTable> sources) {
  sources_ = std::move(sources);
  holes_ = Holes(sources_, bos_);
  const TokenBatch& sentences = sources_->sentences;
  tokens_ = view_of(sentences.tokens, {sentences.rows, sentences.width});
  lengths_ = view_of(sentences.lengths, {sentences.rows});
  labels_ =
      sentences.labels.empty() ? torch::Tensor() : view_of(sentences.labels, {sentences.rows});
}

torch::Tensor SourceEncoder::of_open(const torch::Tensor& weights, const torch::Tensor& numbers) {
  return reads_holes() ? weights * holes_.open(numbers, weights.size(1)) : weights;
}

Sentences SourceEncoder::sources(const torch::Tensor& numbers) {
  tokens_ = tokens_.to(numbers.device());
  lengths_ = lengths_.to(numbers.device());
  Sentences sources;
  sources.tokens = tokens_.index_select(0, numbers).to(torch::kInt64);
  sources.lengths = lengths_.index_select(0, numbers).to(torch::kInt64);
  if (!labels_.defined()) return sources;
  labels_ = labels_.to(numbers.device());
  sources.labels = labels_.index_select(0, numbers).to(torch::kInt64);
  return sources;
}

torch::Tensor SourceEncoder::codes(const torch::Tensor& vectors, const Sentences& sources) const {
  if (!label_embedding_.defined()) return last_states(vectors, sources.lengths);
  if (!sources.labels.defined()) {
    throw UsageError(
        "generator.labels: a sentence goes by its source and its label, and the "
        "sources have no labels");
  }
  const torch::Tensor first = torch::embedding(label_embedding_, sources.labels).unsqueeze(1);
  return last_states(torch::cat({first, vectors}, 1), sources.lengths + 1);
}

torch::Tensor SourceEncoder::last_states(const torch::Tensor& vectors,
                                         const torch::Tensor& lengths) const {
  const int64_t rows = vectors.size(0), width = weights_[1].size(1);
  std::vector<torch::Tensor> state = {torch::zeros({1, rows, width}, vectors.options())};
  const torch::Tensor outputs = recurrent_layers({.gates = kGates,
                                                  .input = vectors,
                                                  .state = state,
                                                  .weights = weights_,
                                                  .layers = 1,
                                                  .dropout = 0.0,
                                                  .lengths = lengths});  // [B, T, H]
  const torch::Tensor last = (lengths - 1).view({-1, 1, 1}).expand({-1, 1, width});
  return outputs.gather(1, last).squeeze(1);
}

}  // namespace lingan
