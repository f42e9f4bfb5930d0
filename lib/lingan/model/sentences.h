/// Sentences of any form as points of a discriminator's embedding space.
#pragma once

#include <lingan/model/discriminator.h>

namespace lingan {

/// The vectors [B, T, E] of sentences in an embedding table [V, E]. Positions behind a sentence's
/// length take the vector of `pad`, so that all forms of a sentence give the same vectors.
/// @throws UsageError if not exactly one form is given or its widths do not fit the table.
torch::Tensor embed(const Sentences& sentences, const torch::Tensor& table, int64_t pad);

}  // namespace lingan
