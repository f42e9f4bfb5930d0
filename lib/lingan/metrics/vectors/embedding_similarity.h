/// Embedding similarity: whether words stand to one another in the samples as they do in real text.
#pragma once

#include <cstdint>

#include <lingan/metrics/sentence_list.h>
#include <lingan/metrics/vectors/skip_gram.h>

namespace lingan::metrics {

/// log10 of the mean over words i < words of cos(W_i, W'_i), <= 0, where W_ij is the cosine of the
/// vectors of words i and j in one corpus, W'_ij in the other, j over all words. In time linear in
/// the words: W_i . W'_i = u_i (sum over j of u_j u'_j^T) u'_i for vectors u of length 1.
/// @param words  1..V.
/// @throws NoValue if the mean is not above 0.
double embedding_similarity(const SkipGramWeights& a, const SkipGramWeights& b, int64_t words);

/// The same of skip-gram vectors that are learnt from the hypotheses and from the references, each
/// by itself from the same start with the same negatives (skip_gram.h), over the V / 10 words,
/// rounded up, that are most frequent among the V of the references. 0 for a text with itself.
///
/// Source: EmbSim of Zhu et al. 2018 (Texygen), as its program has it,
/// `utils/metrics/DocEmbSim.py`: width 32, a window of one word to either side, two passes, a step
/// of Adagrad for each sentence, 64 negatives. It differs from that program where that depends on
/// chance or on what lies in memory:
/// - The program means the most frequent words, but takes those of the smallest ids, since the list
///   becomes a set on the way.
/// - There a sentence is a ring of 64 pairs from where the sentence before it stopped, and its pads
///   are words; here it has its own neighbours, each pair once a pass.
/// - There negatives are drawn without replacement and without a seed, so that a text differs from
///   itself.
/// - Words of the hypotheses that the references have not are in no pair; there they cannot occur.
/// So values are not those of its tables, which nobody can repeat, but order texts as they do.
/// @throws NoValue if one of them has no two known words side by side, and as above.
double embedding_similarity(const SentenceList& hypotheses, const SentenceList& references);

}  // namespace lingan::metrics
