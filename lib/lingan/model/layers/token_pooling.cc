#include <lingan/model/layers/token_pooling.h>

namespace lingan {

torch::Tensor lengths_of(const Sentences& sentences, const torch::Tensor& vectors) {
  if (sentences.lengths.defined()) return sentences.lengths;
  return torch::full({vectors.size(0)}, vectors.size(1),
                     torch::dtype(torch::kInt64).device(vectors.device()));
}

torch::Tensor maximum_and_mean(const torch::Tensor& states, const torch::Tensor& lengths,
                               double below) {
  const auto is_token = inside(lengths, states.size(1)).unsqueeze(2);
  const auto maximum = states.masked_fill(is_token.logical_not(), below).amax(1);
  const auto mean = (states * is_token).sum(1) / lengths.unsqueeze(1).clamp_min(1);
  return torch::cat({maximum, mean}, 1);
}

torch::Tensor sum_minimum_and_mean(const torch::Tensor& values, const torch::Tensor& lengths) {
  constexpr double kAboveAll = 1e30;
  const auto is_token = inside(lengths, values.size(1));
  const auto sum = (values * is_token).sum(1);
  const auto minimum = values.masked_fill(is_token.logical_not(), kAboveAll).amin(1);
  return torch::stack({sum, minimum, sum / lengths.clamp_min(1)}, 1);
}

}  // namespace lingan
