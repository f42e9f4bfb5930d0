/// Likelihood under a Kneser-Ney model of other sentences: fluency one way, diversity the other.
#pragma once

#include <lingan/metrics/language_model/ngram_scorer.h>
#include <lingan/metrics/sentence_list.h>

namespace lingan::metrics {

/// Mean of -ln p over the tokens of sentences, nats, >= 0, under the 5-gram model of other ones
/// (kneser_ney.h), with the discounts of lmplz --discount_fallback where those have too few. Words
/// that the model does not have count as `<unk>`; what a tokenizer does not know is each a word of
/// its own, as for all metrics (UnknownWords). Linear in the tokens of both.
///
///   kn-lm          of the hypotheses under a model of the references: fluency
///   kn-reverse-lm  of the references under a model of the hypotheses: fluency and diversity, for a
///                  model of few different sentences is surprised by the rest
///   ppl-f, ppl-r   exp of the same two without `</s>`: TextGAN-PyTorch's PPL-F and PPL-R
///
/// The first two count `</s>` as a token of every sentence. Lower is better, but kn-lm by itself
/// rewards samples without diversity. Sources: Zhao et al. 2018 (ARAE); TextGAN-PyTorch,
/// metrics/ppl.py; kenlm 0.3.0 gives the same to single precision.
/// @throws NoValue if there is no word to learn from, or no token to measure.
double kneser_ney_nll(const SentenceList& sentences, const SentenceList& learnt,
                      SentenceMarks marks);

}  // namespace lingan::metrics
