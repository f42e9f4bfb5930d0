#include <lingan/model/window_filters.h>

namespace lingan {

torch::Tensor max_over_time(const torch::Tensor& vectors, const torch::Tensor& weight,
                            const torch::Tensor& bias) {
  // ReLU and the bias are monotone, so they may follow the maximum, on far fewer numbers.
  const torch::Tensor windows = vectors.unfold(1, weight.size(1), 1);  // [N, T-w+1, E, w]
  const torch::Tensor values =
      torch::matmul(windows.flatten(2), weight.transpose(1, 2).flatten(1).t());
  return torch::relu(values.amax(1) + bias);
}

}  // namespace lingan
