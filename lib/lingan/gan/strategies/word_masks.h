/// Masks of sentences, drawn differentiably, and sentences masked by them.
#pragma once

#include <lingan/model/torch.h>

#include <lingan/base/token_batch.h>
#include <lingan/model/sentences/sentences.h>

namespace lingan {

/// Masks m of logits l of which words are missing, [B, T], 1 where one is and else 0: m = 1 where
/// l + g > 0, g standard logistic noise, with probability sigma(l). The gradient is that of
/// sigma((l + g) / temperature), a binary Concrete variable (Maddison et al. 2017),
/// straight through.
/// @param uniform  numbers in [0, 1) of which the noise is made, [B, T].
/// @param temperature  > 0.
torch::Tensor drawn_masks(const torch::Tensor& logits, const torch::Tensor& uniform,
                          double temperature);

/// Where a sentence has a word, or lacks one, 1, and 0 at its end and after it: [B, T] float.
/// @param sentences  hard or one-hot rows, with lengths.
torch::Tensor word_places(const Sentences& sentences, const SpecialTokens& specials);

/// f(x, m) = x (1 - m) + m bos (Li et al. 2019, sec. 3, with bos for tau), differentiable in both.
/// @param sentences  one-hot rows [B, T, V].  @param masks  [B, T], 0 where no word stands.
Sentences with_missing_words(Sentences sentences, const torch::Tensor& masks,
                             const SpecialTokens& specials);

}  // namespace lingan
