/// How steep a discriminator is.
#pragma once

#include <lingan/model/torch.h>

#include <lingan/model/discriminators/discriminator.h>
#include <lingan/model/sentences/sentences.h>

namespace lingan {

/// |grad C|^2 of each sentence, [B], differentiable in D's weights; C is the mean over D's
/// representations or tokens where it has several. The slope is the one in one-hot space, where
/// tokens and softmax rows lie; only sentences given as vectors are measured in D's own space.
torch::Tensor squared_slope(Discriminator& d, const Sentences& sentences);

/// The same at points of D's embedding space.
/// @param at  vectors [B, T, E], and what D reads beside them.
/// @param embedded  whether the slope is the one in D's own space.
torch::Tensor squared_slope_at(Discriminator& d, Sentences at, bool embedded);

/// Sentences as those points.
Sentences as_points(const Sentences& sentences, const torch::Tensor& table);

}  // namespace lingan
