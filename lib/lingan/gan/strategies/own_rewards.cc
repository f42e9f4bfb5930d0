#include <lingan/gan/strategies/own_rewards.h>

#include <cmath>
#include <exception>
#include <string>

#include <fmt/format.h>

#include <lingan/model/sentences/distinct_rows.h>

namespace lingan {
namespace {

/// What the function gives for sentences.
/// @throws OwnRewardError; Interrupted where the function does.
std::vector<double> asked_rewards(const OwnReward& function, const TokenBatch& sentences) {
  std::vector<double> rewards;
  try {
    rewards = function(sentences);
  } catch (const Interrupted&) {
    throw;
  } catch (const std::exception& error) {
    throw OwnRewardError(error.what());
  }
  if (static_cast<int64_t>(rewards.size()) != sentences.rows) {
    throw OwnRewardError(
        fmt::format("`own_reward` gave {} numbers for {} sentences; it must give "
                    "one for each",
                    rewards.size(), sentences.rows));
  }
  for (const double reward : rewards) {
    if (!std::isfinite(reward))
      throw OwnRewardError("`own_reward` gave a number that is not finite");
  }
  return rewards;
}

}  // namespace

OwnRewards::OwnRewards(const OwnReward& function, double discriminator_share,
                       const TokenBatch& drawn)
    : function_(function), discriminator_share_(discriminator_share) {
  for (int64_t row = 0; row < drawn.rows; ++row) {
    const auto sentence = drawn.row(row);
    ++copies_[{sentence.begin(), sentence.end()}];
  }
  if (drawn.rows == 0) return;
  different_share_ = static_cast<double>(copies_.size()) / static_cast<double>(drawn.rows);
}

/// u / (1 + c).
double OwnRewards::without_copies(std::span<const int32_t> sentence) const {
  const auto entry = copies_.find({sentence.begin(), sentence.end()});
  const int64_t count = entry == copies_.end() ? 0 : entry->second;
  return different_share_ / static_cast<double>(1 + count);
}

torch::Tensor OwnRewards::mixed_with(const torch::Tensor& of_discriminator, const TokenBatch& batch,
                                     std::span<const int64_t> rows) const {
  const DistinctRows distinct = distinct_rows(batch, rows);
  std::vector<double> rewards = asked_rewards(function_, select_rows(batch, distinct.rows));
  for (size_t i = 0; i < rewards.size(); ++i) {
    rewards[i] *= without_copies(batch.row(distinct.rows[i]));
  }
  const auto own = torch::tensor(rewards, torch::kFloat64)
                       .index_select(0, torch::tensor(distinct.place))
                       .to(of_discriminator.options());
  return discriminator_share_ * of_discriminator + (1 - discriminator_share_) * own;
}

}  // namespace lingan
