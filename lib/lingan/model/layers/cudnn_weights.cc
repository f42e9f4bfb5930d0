#include <lingan/model/layers/cudnn_weights.h>

#include <algorithm>

namespace lingan {

void join_weights_for_cudnn(const std::vector<torch::Tensor>& weights) {
  constexpr int64_t kWeightsOfLayer = 4;
  constexpr int64_t kLstm = 2, kGru = 3;  // cuDNN's own numbers
  constexpr int64_t kNoProjection = 0;
  const torch::Tensor& input = weights[0];
  const torch::Tensor& recurrent = weights[1];
  if (!at::cudnn_is_acceptable(input)) return;
  if (!input.is_leaf()) return;  // computed from others, for this run alone
  const bool joined = std::all_of(weights.begin(), weights.end(), [&](const torch::Tensor& weight) {
    return weight.is_alias_of(input);
  });
  if (joined) return;
  const torch::NoGradGuard no_grad;  // the weights change their memory, not their values
  at::_cudnn_rnn_flatten_weight(weights, kWeightsOfLayer, input.size(1),
                                recurrent.size(0) == 4 * recurrent.size(1) ? kLstm : kGru,
                                recurrent.size(1), kNoProjection,
                                static_cast<int64_t>(weights.size()) / kWeightsOfLayer,
                                /*batch_first=*/true, /*bidirectional=*/false);
}

}  // namespace lingan
