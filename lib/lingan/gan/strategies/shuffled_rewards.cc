#include <lingan/gan/strategies/shuffled_rewards.h>

#include <vector>

namespace lingan {
namespace {

/// The rows that have a token at a position, in the order of their keys, then the others: [B, T].
/// @param keys  [B], of the rows, at least 0.
torch::Tensor rows_in_order(const torch::Tensor& keys, const torch::Tensor& mask) {
  constexpr double kAfterAll = 1e30;
  const torch::Tensor of_tokens =
      keys.unsqueeze(1).expand(mask.sizes()).masked_fill(mask == 0, kAfterAll);
  return of_tokens.argsort(/*stable=*/true, /*dim=*/0);
}

}  // namespace

torch::Tensor shuffled_rewards(const torch::Tensor& rewards, const torch::Tensor& mask,
                               const RandomStream& stream) {
  const int64_t rows = rewards.size(0);
  std::vector<double> keys;
  for (int64_t row = 0; row < rows; ++row) {
    keys.push_back(stream.uniform(static_cast<uint64_t>(row), 0));
  }
  const auto wide = torch::dtype(torch::kFloat64);
  const torch::Tensor givers = rows_in_order(torch::tensor(keys, wide).to(mask.device()), mask);
  const torch::Tensor takers = rows_in_order(torch::arange(rows, wide.device(mask.device())), mask);
  return torch::zeros_like(rewards).scatter(0, takers, rewards.gather(0, givers));
}

}  // namespace lingan
