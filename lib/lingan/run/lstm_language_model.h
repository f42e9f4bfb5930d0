/// Likelihood under an LSTM that learns from other sentences: fluency one way, diversity the other.
#pragma once

#include <lingan/gan/recipe/recipe.h>
#include <lingan/metrics/sentence_list.h>

namespace lingan {

/// How that LSTM learns, always: E = H = 128, dropout, Adam, at most 40 epochs, ended after three
/// without a gain on a tenth of the sentences, with the weights of the best epoch; seed 1.
/// The values of `lm` are comparable for one recipe only: a change of it is told in the changelog.
Recipe language_model_recipe();

/// Mean of -ln p over the tokens of sentences, the end of each among them, nats, >= 0, under an
/// LSTM that was trained on other ones by that recipe, from the same start every time. It is what
/// `nll-gen` of a run is that trains on those sentences with `validation_share` 0.1 and seed 1,
/// word by word. Words that it has not learnt are `<unk>`, which none of its sentences had.
///
///   lm          of the hypotheses under a model of the references: fluency. By itself it rewards
///               samples without diversity.
///   reverse-lm  of the references under a model of the hypotheses: fluency and diversity, since a
///               model of few different sentences is surprised by the rest
///
/// Sources: Zhao et al. 2018, "Adversarially regularized autoencoders", sec. 5 (forward and reverse
/// perplexity); Semeniuta et al. 2018, "On accurate evaluation of GANs for language generation";
/// Caccia et al. 2020 (LM score, reverse LM score).
/// @throws metrics::NoValue if there are fewer than two sentences with a word to learn from, or
/// none to score; Interrupted when the user stops it.
double lstm_nll_per_token(const metrics::SentenceList& sentences,
                          const metrics::SentenceList& learnt);

}  // namespace lingan
