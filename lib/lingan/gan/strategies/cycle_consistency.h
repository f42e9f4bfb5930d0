/// Sentences that are written again with another label, and back: Zhu et al. 2017 (CycleGAN), with
/// one network that is told the label (Choi et al. 2018, StarGAN; Dai et al. 2019, Style
/// Transformer).
#pragma once

#include <cstdint>

#include <lingan/model/torch.h>

#include <lingan/base/random.h>
#include <lingan/gan/strategies/relaxed_sentences.h>
#include <lingan/model/generators/generator.h>
#include <lingan/model/sentences/sentences.h>

namespace lingan {

/// Labels that are not a sentence's own, [B] int64, where those are: each of the others as likely.
/// @param labels  [B] int64, of 0..count - 1.  @param count  of the labels, 2 or more.
/// @param first_row  number of the first sentence in the stream.
torch::Tensor other_labels(const torch::Tensor& labels, int64_t count, RandomStream stream,
                           uint64_t first_row);

/// G(x, other label) of sentences, in relaxed tokens: see unroll_relaxed().
/// @param sentences  hard, with lengths and labels.
/// @param request  of it the stream, the first row and the length.
Sentences rewritten(Generator& generator, const Sentences& sentences, const Relaxation& relaxation,
                    RelaxedRequest request);

/// -ln p(x | source, x's own label), nats a token, the mean over all tokens: a scalar,
/// differentiable in the generator and in relaxed sources. Of x' = G(x, other label) it is the loss
/// of a cycle, of x itself that of the identity.
/// @param sentences  x: hard, with lengths and labels.  @param sources  as many, with lengths.
torch::Tensor reconstruction_loss(Generator& generator, const Sentences& sentences,
                                  const Sentences& sources);

}  // namespace lingan
