#include <bench/lib/peak.h>

#include <lingan/model/torch.h>

#include <algorithm>
#include <cmath>

#include <bench/lib/timing.h>
#include <lingan/model/compute_device.h>

namespace lingan::bench {
namespace {

double best_seconds(const std::function<void()>& run) {
  const std::vector<double> seconds = time_calls(5, run);
  return *std::min_element(seconds.begin(), seconds.end());
}

}  // namespace

double peak_multiply_adds() {
  const int64_t side = compute_device().is_cuda() ? 8192 : 1536;
  const torch::Tensor a = torch::rand({side, side}, compute_device());
  const torch::Tensor b = torch::rand_like(a);
  torch::Tensor c = torch::empty_like(a);
  return std::pow(static_cast<double>(side), 3) / best_seconds([&] { at::mm_out(c, a, b); });
}

double peak_bytes() {
  const torch::Tensor from = torch::ones({int64_t{64} << 20}, compute_device());
  torch::Tensor to = torch::zeros_like(from);
  return 2.0 * static_cast<double>(from.nbytes()) / best_seconds([&] { to.copy_(from); });
}

}  // namespace lingan::bench
