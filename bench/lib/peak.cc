#include <bench/lib/peak.h>

#include <lingan/model/torch.h>

#include <algorithm>

#include <bench/lib/timing.h>

namespace lingan::bench {
namespace {

double best_seconds(const std::function<void()>& run) {
  const std::vector<double> seconds = time_calls(5, run);
  return *std::min_element(seconds.begin(), seconds.end());
}

}  // namespace

double peak_multiply_adds() {
  constexpr int64_t kSide = 1536;
  const torch::Tensor a = torch::rand({kSide, kSide}), b = torch::rand({kSide, kSide});
  torch::Tensor c = torch::empty({kSide, kSide});
  return double{kSide} * kSide * kSide / best_seconds([&] { at::mm_out(c, a, b); });
}

double peak_bytes() {
  const torch::Tensor from = torch::ones({int64_t{64} << 20});
  torch::Tensor to = torch::zeros_like(from);
  return 2.0 * static_cast<double>(from.nbytes()) / best_seconds([&] { to.copy_(from); });
}

}  // namespace lingan::bench
