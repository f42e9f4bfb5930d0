/// An LSTM that learns sentences: likelihood under it, and sentences as its states.
#pragma once

#include <lingan/gan/recipe/recipe.h>
#include <lingan/metrics/language_model.h>

namespace lingan {

/// How that LSTM learns, always: E = H = 128, dropout, Adam, at most 40 epochs, ended after three
/// without a gain on a tenth of the sentences, with the weights of the best epoch; seed 1.
/// The values of `lm` are comparable for one recipe only: a change of it is told in the changelog.
Recipe language_model_recipe();

/// Trains such LSTMs, from the same start every time, and keeps the last two, since the metrics of
/// one evaluation ask for them again. Training throws metrics::NoValue if there are fewer than two
/// sentences with a word to learn from; Interrupted when the user stops it.
///
/// The nats per token of sentences are what `nll-gen` of a run is that trains on the learnt ones
/// with `validation_share` 0.1 and seed 1, word by word. Words that were not learnt are `<unk>`,
/// which none of the learnt sentences had.
///
///   lm          of the hypotheses under a model of the references: fluency. By itself it rewards
///               samples without diversity.
///   reverse-lm  of the references under a model of the hypotheses: fluency and diversity, since a
///               model of few different sentences is surprised by the rest
///
/// The vector of a sentence of T words, [H], is the mean of the states h_0..h_T after none of its
/// words, after the first, .., after all: those that the output layer is given to predict each
/// token, the end among them, so that they hold what the model knows of the sentence so far. A mean
/// forgets no part of a long sentence, as the last state alone would, and a sentence without words
/// has one. On the CPU, in float32; summed in float64.
///
/// Sources: Zhao et al. 2018, "Adversarially regularized autoencoders", sec. 5 (forward and reverse
/// perplexity); Semeniuta et al. 2018, "On accurate evaluation of GANs for language generation"
/// (also Frechet distance of the vectors of an encoder trained on the corpus); Caccia et al. 2020
/// (LM score, reverse LM score).
metrics::LanguageModelTrainer lstm_trainer();

}  // namespace lingan
