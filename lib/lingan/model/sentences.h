/// What sentences of any form have in common: their lengths, and their points of a discriminator's
/// embedding space.
#pragma once

#include <lingan/model/discriminator.h>

namespace lingan {

/// Whether position t is one of a sentence's tokens: [B, width] bool.
/// @param lengths  [B] int64.
torch::Tensor inside(const torch::Tensor& lengths, int64_t width);

/// A view of rows first..first + count - 1.  REQUIRES: sentences.tokens and sentences.lengths.
Sentences rows_of(const Sentences& sentences, int64_t first, int64_t count);

/// The vectors [B, T, E] of sentences in an embedding table [V, E]. Positions behind a sentence's
/// length take the vector of `pad`, so that all forms of a sentence give the same vectors.
/// @throws UsageError if not exactly one form is given or its widths do not fit the table.
torch::Tensor embed(const Sentences& sentences, const torch::Tensor& table, int64_t pad);

}  // namespace lingan
