#include <lingan/model/layers/bidirectional_lstm.h>

#include <lingan/model/layers/recurrent_layers.h>
#include <lingan/model/layers/reversed_tokens.h>

namespace lingan {
namespace {

constexpr int32_t kGates = 4;

/// The state of one direction after the last token of each sentence, [B, W].
torch::Tensor last_state(const std::vector<torch::Tensor>& weights, const torch::Tensor& vectors,
                         const torch::Tensor& lengths, int64_t width) {
  const auto zeros = torch::zeros({1, vectors.size(0), width}, vectors.options());
  std::vector<torch::Tensor> state = {zeros, zeros};
  const auto outputs = recurrent_layers({.gates = kGates,
                                         .input = vectors,
                                         .state = state,
                                         .weights = weights,
                                         .layers = 1,
                                         .dropout = 0.0,
                                         .lengths = lengths});
  const auto last = (lengths - 1).view({-1, 1, 1}).expand({-1, 1, width});
  return outputs.gather(1, last).squeeze(1);
}

}  // namespace

BidirectionalLstm::BidirectionalLstm(torch::nn::Module& network, int64_t input_width, int64_t width)
    : width_(width) {
  const RecurrentWeightShape shape = {
      .gates = kGates, .layers = 1, .input_width = input_width, .hidden_width = width};
  forward_ = register_recurrent_weights(network, "forward_", shape);
  backward_ = register_recurrent_weights(network, "backward_", shape);
}

torch::Tensor BidirectionalLstm::last_states(const torch::Tensor& vectors,
                                             const torch::Tensor& lengths) const {
  const auto backwards = rearranged(vectors, reversed_places(lengths, vectors.size(1)));
  return torch::cat({last_state(forward_, vectors, lengths, width_),
                     last_state(backward_, backwards, lengths, width_)},
                    1);
}

}  // namespace lingan
