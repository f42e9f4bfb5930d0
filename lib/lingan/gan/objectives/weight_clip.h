/// Weights of a critic in a box.
#pragma once

#include <lingan/model/discriminators/discriminator.h>

namespace lingan {

/// Cuts all of D's weights to [-bound, bound] (Arjovsky et al. 2017, algorithm 1).
void clip_weights(Discriminator& d, double bound);

}  // namespace lingan
