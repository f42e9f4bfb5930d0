/// An optimizer step in one pass: gradient clipping, and Adam with decoupled weight decay.
#pragma once

#include <lingan/model/torch.h>

namespace lingan {

/// Scales all gradients down to a global norm of at most `bound` (0: leaves them) and steps the
/// optimizer, whose state stays torch's own and which must not be of the amsgrad kind. Changes no
/// weight where the norm is not finite. Dense float32 tensors in main memory take lingan's step,
/// which does not change the gradients; others torch's fused one, which may scale them. On a device
/// nothing is waited for.
/// @return [], float64, where the weights are: the norm before clipping.
torch::Tensor clipped_adam_step(torch::optim::AdamW& optimizer, double bound);

}  // namespace lingan
