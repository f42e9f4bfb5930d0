#include <lingan/model/sentences/latent_code.h>

#include <cmath>

namespace lingan {
namespace {

constexpr uint32_t kCodePosition = 0xC0000000;  // tokens have the positions from 0 on

}  // namespace

torch::Tensor latent_codes(RandomStream stream, uint64_t first_row, int64_t rows, int64_t width) {
  torch::Tensor uniform = torch::empty({rows, width}, torch::kFloat64);
  double* out = uniform.data_ptr<double>();
  for (int64_t row = 0; row < rows; ++row) {
    for (int64_t i = 0; i < width; ++i) {
      const auto position = kCodePosition + static_cast<uint32_t>(i);
      *out++ = stream.uniform(first_row + static_cast<uint64_t>(row), position) + 0x1p-54;
    }
  }
  return (std::sqrt(2.0) * torch::erfinv(2.0 * uniform - 1.0)).to(torch::kFloat32);
}

torch::Tensor binary_codes(RandomStream stream, uint64_t first_row, int64_t rows, int64_t width) {
  return bits_of(latent_codes(stream, first_row, rows, width));
}

torch::Tensor bits_of(const torch::Tensor& numbers) {
  return torch::ones_like(numbers).masked_fill(numbers < 0, -1);
}

}  // namespace lingan
