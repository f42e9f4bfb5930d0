#include <lingan/model/discriminators/judgement.h>

namespace lingan {

torch::Tensor Judgement::mean(const torch::Tensor& values) const {
  if (!weights.defined()) return values.mean();
  return (values * weights).sum() / weights.sum().clamp_min(1);
}

torch::Tensor Judgement::per_sentence() const {
  if (outputs.dim() == 1) return outputs;
  if (!weights.defined()) return outputs.mean(1);
  return (outputs * weights).sum(1) / weights.sum(1).clamp_min(1);
}

}  // namespace lingan
