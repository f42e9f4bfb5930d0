#include <lingan/gan/strategies/given_tokens.h>

namespace lingan {

torch::Tensor of_given_tokens(const torch::Tensor& values, const torch::Tensor& tokens) {
  return values.gather(-1, tokens.unsqueeze(-1)).squeeze(-1);
}

}  // namespace lingan
