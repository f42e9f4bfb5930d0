#include <lingan/gan/objectives/paired_difference.h>

namespace lingan {

torch::Tensor paired_difference(const torch::Tensor& real, const torch::Tensor& fake) {
  if (real.size(0) == fake.size(0)) return real - fake;
  const auto partner = torch::arange(fake.size(0), torch::kInt64).remainder(real.size(0));
  return real.index_select(0, partner.to(real.device())) - fake;
}

}  // namespace lingan
