/// A reward that the user gives, beside D's: Guimaraes et al. 2017 (ORGAN).
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <span>
#include <vector>

#include <lingan/model/torch.h>

#include <lingan/base/error.h>
#include <lingan/base/token_batch.h>

namespace lingan {

/// Rewards sentences: one finite number a row. It may throw.
using OwnReward = std::function<std::vector<double>(const TokenBatch& sentences)>;

/// The user's function threw, or gave no rewards. Nothing has moved in the step that asked.
class OwnRewardError : public Error {
 public:
  using Error::Error;
};

/// The rewards of one step: lambda D(x) + (1 - lambda) R(x) u / (1 + c(x)), where u is the share of
/// different sentences among some that G has drawn, and c(x) how many of them are x. These are
/// others than those that are rewarded, so that no reward depends on what is rewarded beside it.
class OwnRewards {
 public:
  /// @param function  R; must live as long as this object.
  /// @param discriminator_share  lambda, in [0, 1).
  /// @param drawn  what copies are counted among; no rows: R as it is.
  OwnRewards(const OwnReward& function, double discriminator_share, const TokenBatch& drawn);

  /// The rewards of some rows of a batch; R is asked once for equal ones.
  /// @param of_discriminator  D(x) of these rows, [n].  @return [n], where D's are.
  /// @throws OwnRewardError
  torch::Tensor mixed_with(const torch::Tensor& of_discriminator, const TokenBatch& batch,
                           std::span<const int64_t> rows) const;

 private:
  double without_copies(std::span<const int32_t> sentence) const;

  const OwnReward& function_;
  double discriminator_share_;
  std::map<std::vector<int32_t>, int64_t> copies_;  // of drawn sentences
  double different_share_ = 1.0;                    // u
};

}  // namespace lingan
