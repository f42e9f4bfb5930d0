/// Shapes of rewards: what is made of the rewards of a whole batch before a baseline is taken off.
#pragma once

#include <functional>
#include <string_view>

#include <lingan/model/torch.h>

namespace lingan {

/// @param rewards  Q [B, T].  @param mask  [B, T], 1 where the sentence has a token, else 0.
/// @return [B, T]; values where the mask is 0 mean nothing.
using RewardShape =
    std::function<torch::Tensor(const torch::Tensor& rewards, const torch::Tensor& mask)>;

/// A shape by the name of its card; Q(t) is the reward of y_1..y_t, L a sentence's length:
///   none        Q(t)
///   normalised  Q(t) / sum Q(L) over the batch: with the reward `ratio` weights of importance
///               from G to the data (Che et al. 2017)
///   rank        sigma(steepness (r / n - 1/2)), where r of the n rows that have a token at the
///               position have a lower reward, those with the same one counting half (Guo et al.
///               2018, bootstrapped rescaled activation)
///   importance  Q(t) / Q(t - 1), and Q(1) / <Q(1)> over the batch: with the reward `ratio` the
///               weight of importance of y_t in its context y_1..y_(t-1), whose completions give
///               the normalizer (Hjelm et al. 2018, eq. 8, a context being a prefix)
/// @param steepness  of `rank`, > 0.
/// @throws UsageError for an unknown name, listing the known ones.
RewardShape make_reward_shape(std::string_view name, double steepness);

}  // namespace lingan
