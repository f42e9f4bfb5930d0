/// What codes of sentences should be for retrieval, beside telling the sentences: near one another
/// where the sentences are similar, and of even bits.
#pragma once

#include <cstdint>

#include <lingan/model/torch.h>

#include <lingan/model/sentences/sentences.h>

namespace lingan {

/// Cosines of the angles between B sentences' bags of words, [B, B]. A word that n of them have
/// weighs ln(B / n) for each time that it stands in a sentence (Sparck Jones 1972), so that one
/// that all have counts for nothing; a sentence of such words is like none, 0.
/// @param sentences  hard, with lengths.  @param vocabulary  V.
torch::Tensor bag_of_words_similarity(const Sentences& sentences, int64_t vocabulary);

/// Which of B sentences are neighbours: 1, else -1; [B, B], symmetric, 1 on the diagonal. A
/// sentence has K that are most like it, and K peers, with whom it shares most of these; the
/// nearest of its peers are its neighbours, too: the neighbourhood structure of Song et al. 2018 as
/// their program builds it (K = 20 and 30 peers of a whole corpus), of a batch.
/// @param similarity  [B, B], such as bag_of_words_similarity().
/// @param count  K, >= 1; at most B - 1 are taken.
torch::Tensor neighbour_signs(const torch::Tensor& similarity, int64_t count);

/// Half the mean of (b_i . b_j / Z - s_ij)^2 over all pairs: Song et al. 2018, the loss of the
/// neighbourhood structure. A scalar, differentiable in the codes.
/// @param codes  b, [B, Z].  @param signs  s, [B, B].
torch::Tensor neighbourhood_loss(const torch::Tensor& codes, const torch::Tensor& signs);

/// How far bits are from even and uncorrelated (Weiss et al. 2008, sec. 2): the mean square of a
/// bit's mean, and of the mean product of two bits. A scalar in [0, 2], differentiable.
/// @param codes  [B, Z].
torch::Tensor balance_loss(const torch::Tensor& codes);

}  // namespace lingan
