/// What a worker's tokens are rewarded with: how far they go towards its manager's goals.
#pragma once

#include <cstdint>

#include <lingan/model/torch.h>

#include <lingan/model/generators/leaked_generator.h>

namespace lingan {

/// r_t = (1/c) sum over i in 1..c of cos(f_t - f_(t-i), g_(t-i)) of tokens y_1..y_T, without those
/// of i > t: [B, T], without gradient. Source: Guo et al. 2018, sec. 3.2, the intrinsic reward.
/// @param steps  c, >= 1.
torch::Tensor intrinsic_rewards(const LeakedCourse& course, int64_t steps);

}  // namespace lingan
