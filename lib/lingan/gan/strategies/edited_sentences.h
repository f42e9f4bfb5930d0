/// Sentences around those of a text, the rarer the further they are from it: the stationary
/// distribution of Ke et al. 2019 (ARAML), after Norouzi et al. 2016 (RAML).
#pragma once

#include <cstdint>

#include <lingan/model/torch.h>

#include <lingan/base/random.h>
#include <lingan/base/token_batch.h>
#include <lingan/model/sentences/sentences.h>

namespace lingan {

/// Tokens of a vocabulary that are words: all but pad, bos and eos, and all where there is no eos.
int64_t words_of(int64_t vocabulary, const SpecialTokens& specials);

/// How likely a word is to give way to another where a sentence of n words has e of them
/// substituted with a probability proportional to
///   C(n, e) (V - 1)^e exp(-(e / tau) (1 + ln(V - 1))).
/// Substitutions are then independent: it is r / (1 + r), r = e^(-1 / tau) (V - 1)^(1 - 1 / tau).
/// An edit costs 1 + ln(V - 1) as in the published program, so that tau = 1 means the same for all
/// V.
/// @param words  V, >= 2.  @param tau  above 0.
double substitution_rate(int64_t words, double tau);

/// How sentences are edited.
struct EditOptions {
  int64_t samples = 5;  ///< K, of each sentence, >= 1
  double rate = 0.1;    ///< probability that a word gives way
  SpecialTokens specials;
};

/// K sentences for each of B, of the same lengths: [B K, T], those of a sentence one after the
/// other. A word gives way to another by its probabilities; ends stay.
/// @param text    hard, with lengths.
/// @param logits  [B, T, V], of words in each place; those of its own word and of the special
///                tokens do not count.
/// @param first_row  of the stream's, for the first of them.
Sentences edited_sentences(const Sentences& text, const torch::Tensor& logits,
                           const EditOptions& options, RandomStream stream, uint64_t first_row);

}  // namespace lingan
