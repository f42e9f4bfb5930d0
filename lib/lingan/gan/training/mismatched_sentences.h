/// Real sentences with the sources of others, by which a discriminator learns what goes with a
/// source beside what is real: Reed et al. 2016, Generative Adversarial Text to Image Synthesis,
/// sec. 4.2.
#pragma once

#include <cstdint>

#include <lingan/model/torch.h>

#include <lingan/model/sentences/sentences.h>

namespace lingan {

/// How many of the fakes of a batch are such sentences: a share of them, but one at least, and not
/// all.
/// @param share  in (0, 1).  @param rows  B, two or more.
int64_t mismatched_rows(double share, int64_t rows);

/// The fakes of a batch, of which the first mismatched_rows() are now the first real sentences, in
/// the form that fakes have, each with the source of the real one before it, the first with that of
/// the last.
/// @param fakes, real  B of each, of one width, with the numbers of their sources as labels.
/// @param table  D's embeddings, [V, E], for fakes that are vectors.
Sentences with_mismatched(const Sentences& fakes, const Sentences& real, double share,
                          const torch::Tensor& table);

}  // namespace lingan
