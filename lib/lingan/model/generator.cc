#include <lingan/model/generator.h>

namespace lingan {

torch::Tensor Generator::cross_entropy(const torch::Tensor& tokens, const torch::Tensor& weights) {
  const torch::Tensor log_probability = torch::log_softmax(forward(tokens), -1);
  const torch::Tensor nll = -log_probability.gather(-1, tokens.unsqueeze(-1)).squeeze(-1);
  return (nll * weights).sum();
}

}  // namespace lingan
