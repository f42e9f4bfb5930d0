#include <lingan/model/highway.h>

namespace lingan {

torch::Tensor highway(const torch::Tensor& x, const torch::Tensor& weight,
                      const torch::Tensor& bias) {
  const std::vector<torch::Tensor> parts = torch::linear(x, weight, bias).chunk(2, 1);
  const torch::Tensor gate = torch::sigmoid(parts[1]);
  return torch::lerp(x, torch::relu(parts[0]), gate);
}

}  // namespace lingan
