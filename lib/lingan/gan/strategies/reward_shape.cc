#include <lingan/gan/strategies/reward_shape.h>

#include <limits>

#include <lingan/gan/strategies/rollout_rewards.h>

namespace lingan {
namespace {

/// Smallest divisor: rewards above 0 may round to it.
constexpr double kTinyReward = 1e-30;

/// Q(L) of each sentence, [B, 1].
torch::Tensor finished(const torch::Tensor& rewards, const torch::Tensor& mask) {
  const auto last = (mask.sum(1, true) - 1).clamp_min(0).to(torch::kInt64);
  return rewards.gather(1, last);
}

torch::Tensor normalised(const torch::Tensor& rewards, const torch::Tensor& mask) {
  return rewards / finished(rewards, mask).sum().clamp_min(kTinyReward);
}

/// How many rows of each position have a lower reward, half of those with the same one counted,
/// less a row's own half: [B, T].
torch::Tensor ranks(const torch::Tensor& rewards, const torch::Tensor& mask) {
  const double above_all = std::numeric_limits<double>::infinity();
  const auto columns = rewards.masked_fill(mask == 0, above_all).t().contiguous();
  const auto sorted = std::get<0>(columns.sort(1));
  const auto lower = torch::searchsorted(sorted, columns, /*out_int32=*/false, /*right=*/false);
  const auto not_higher = torch::searchsorted(sorted, columns, /*out_int32=*/false, /*right=*/true);
  return (lower + not_higher - 1).to(rewards.scalar_type()).t() / 2;
}

torch::Tensor importance(const torch::Tensor& rewards, const torch::Tensor& mask) {
  const auto first = rewards.narrow(1, 0, 1), alive = mask.narrow(1, 0, 1);
  const auto mean = (first * alive).sum(0, true) / alive.sum(0, true).clamp_min(1);
  return rewards / before_the_token(rewards, mean).clamp_min(kTinyReward);
}

}  // namespace

RewardShape make_no_shape(double) {
  return [](const torch::Tensor& rewards, const torch::Tensor&) { return rewards; };
}

RewardShape make_normalised_shape(double) { return normalised; }

RewardShape make_rank_shape(double steepness) {
  return [steepness](const torch::Tensor& rewards, const torch::Tensor& mask) {
    const auto rows = mask.sum(0, true).clamp_min(1);
    return torch::sigmoid(steepness * (ranks(rewards, mask) / rows - 0.5));
  };
}

RewardShape make_importance_shape(double) { return importance; }

}  // namespace lingan
