#include <lingan/gan/strategies/jensen_shannon_weights.h>

namespace lingan {

torch::Tensor jensen_shannon_weights(const torch::Tensor& log_generator, double log_text) {
  return log_generator.exp() * torch::softplus(log_text - log_generator);
}

}  // namespace lingan
