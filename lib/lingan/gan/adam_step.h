/// An optimizer step in one pass: gradient clipping and Adam.
#pragma once

#include <lingan/model/torch.h>

namespace lingan {

/// Scales all gradients down to a global norm of at most `bound` (0: leaves them) and steps the
/// optimizer, whose state stays torch's own. The gradients themselves are not changed. Options that
/// the fused step does not know (weight decay, AMSGrad) and tensors other than dense float32 ones
/// in main memory go through torch's own step, with a notice.
/// @return the norm before clipping; 0 if bound is 0.
double clipped_adam_step(torch::optim::Adam& optimizer, double bound);

}  // namespace lingan
