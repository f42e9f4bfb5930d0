/// Self-BLEU: how much the sentences of a sample repeat one another.
///
/// Source: Zhu et al. 2018 (Texygen, arXiv:1802.01886), sec. 3, which means every sentence against
/// all the others. Its program compares 500 sentences, and others compare a sentence with itself,
/// too; protocol.h has those variants.
#pragma once

#include <lingan/metrics/bleu.h>

namespace lingan::metrics {

/// Mean BLEU of every sentence against all the others.
/// @return a fraction, 0..1; lower is more diverse.  Cost: linear in the tokens.
/// @throws UsageError if there are fewer than 2 sentences.
double self_bleu(const SentenceList& sentences, const BleuOptions& options);

}  // namespace lingan::metrics
