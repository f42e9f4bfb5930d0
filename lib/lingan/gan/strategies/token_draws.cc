#include <lingan/gan/strategies/token_draws.h>

namespace lingan {

torch::Tensor uniform_numbers(RandomStream stream, uint64_t first_row, int64_t rows,
                              uint32_t first_position, int64_t width) {
  torch::Tensor numbers = torch::empty({rows, width}, torch::kFloat64);
  double* next = numbers.data_ptr<double>();
  for (int64_t row = 0; row < rows; ++row) {
    for (int64_t t = 0; t < width; ++t) {
      *next++ = stream.uniform(first_row + static_cast<uint64_t>(row),
                               first_position + static_cast<uint32_t>(t));
    }
  }
  return numbers;
}

torch::Tensor drawn_tokens(const torch::Tensor& logits, const torch::Tensor& uniform) {
  const auto below = torch::softmax(logits.to(torch::kFloat64), -1).cumsum(-1);
  // Rounding may leave the whole a little below 1.
  const auto wanted = (uniform * below.slice(1, -1)).contiguous();
  return torch::searchsorted(below.contiguous(), wanted, /*out_int32=*/false, /*right=*/true)
      .clamp_max(logits.size(1) - 1);
}

}  // namespace lingan
