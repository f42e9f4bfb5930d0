/// Sentences with words taken out: as sources of the sentences themselves, or in their place.
#pragma once

#include <cstdint>

#include <lingan/base/token_batch.h>
#include <lingan/gan/recipe/recipe.h>
#include <lingan/gan/strategies/strategy_cards.h>
#include <lingan/run/run_sentences.h>

namespace lingan {

/// The sentences with sources: each sentence itself, of whose words a share drawn one by one, and
/// one at least, is bos, a hole (model/sentences/holes.h); its end stays. A sentence to train on is
/// there `masks` times, side by side, each with holes of its own; others are there once.
/// @param sentences  their labels and sources are not looked at.
/// @param seed       of the run: which words are taken out.
/// @throws UsageError where sentences have no end (specials.eos is -1): bos may be a word there.
RunSentences masked_sentences(const RunSentences& sentences, const Masking& masking,
                              const SpecialTokens& specials, uint64_t seed);

/// The sentences, in which each word to train on is taken out with probability `share`,
/// independently of all others: bos stands in its place. Ends stay, and so do held-out sentences.
/// @param share  in [0, 1].  @param seed, @throws  as above.
RunSentences incomplete_sentences(RunSentences sentences, double share,
                                  const SpecialTokens& specials, uint64_t seed);

/// The sentences of a run, as one of these where the recipe takes words out.
/// @param seed, @throws  as above.
RunSentences with_words_taken_out(RunSentences sentences, const Recipe& recipe,
                                  const SpecialTokens& specials, uint64_t seed);

}  // namespace lingan
