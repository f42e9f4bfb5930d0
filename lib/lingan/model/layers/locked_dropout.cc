#include <lingan/model/layers/locked_dropout.h>

namespace lingan {

torch::Tensor locked_dropout(const torch::Tensor& values, double share) {
  if (share == 0.0) return values;
  const double kept = 1 - share;
  const auto mask = torch::empty({values.size(0), 1, values.size(2)}, values.options());
  return values * mask.bernoulli_(kept).div_(kept);
}

torch::Tensor word_dropout(const torch::Tensor& values, double share) {
  if (share == 0.0) return values;
  const auto mask = torch::empty({values.size(0), values.size(1), 1}, values.options());
  return values * mask.bernoulli_(1 - share);
}

}  // namespace lingan
