/// Real sentences beside fake ones.
#pragma once

#include <lingan/model/torch.h>

namespace lingan {

/// Values of real sentences less those of fake ones, in pairs [B, ...]; where the batches differ in
/// size, the real sentences are reused cyclically.
torch::Tensor paired_difference(const torch::Tensor& real, const torch::Tensor& fake);

}  // namespace lingan
