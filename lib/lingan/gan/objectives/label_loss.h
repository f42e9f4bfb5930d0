/// What the labels of real sentences cost a discriminator that tells them.
#pragma once

#include <lingan/model/torch.h>

#include <lingan/model/discriminators/discriminator.h>

namespace lingan {

/// -<ln p(y | x, x is real)>, a scalar: the cross-entropy of D's K classes of real sentences, the
/// one of fakes left out (Salimans et al. 2016, sec. 5, L_supervised).
/// @param labelled  with the label of each, >= 1 rows.  REQUIRES: d.options().classes > 0.
torch::Tensor label_loss(Discriminator& d, const Sentences& labelled);

/// The logits of p(y | x, x is real), [B, K].  REQUIRES: d.options().classes > 0.
torch::Tensor label_logits(Discriminator& d, const Sentences& sentences);

}  // namespace lingan
