/// Vectors of words by skip-gram: words with the same neighbours get similar vectors.
///
/// Source: Mikolov et al. 2013, "Distributed representations of words and phrases and their
/// compositionality"; with the sampled softmax of Jean et al. 2015, "On using very large target
/// vocabulary for neural machine translation", eq. 8.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include <lingan/metrics/sentence_list.h>

namespace lingan::metrics {

/// What the model learns. A word x beside a word c has the score v_c . w_x + b_x.
struct SkipGramWeights {
  int64_t width = 0;            ///< E
  std::vector<double> vectors;  ///< [V, E]: v
  std::vector<double> outputs;  ///< [V, E]: w
  std::vector<double> biases;   ///< [V]: b
};

/// A word that was drawn for a sentence, for the neighbours to stand out against.
struct NegativeWord {
  int32_t word;
  int32_t drawn;  ///< times, >= 1
};

/// The cost of a sentence, and its gradient in the weights that it depends on.
struct SkipGramGradient {
  double cost = 0;                  ///< mean over the pairs of neighbours; 0 without a pair
  std::vector<int32_t> centres;     ///< [C] words that have a neighbour, each once
  std::vector<double> of_vectors;   ///< [C, E]
  std::vector<int32_t> neighbours;  ///< [O] neighbours and negatives, each once
  std::vector<double> of_outputs;   ///< [O, E]
  std::vector<double> of_biases;    ///< [O]
};

/// Probability that a word is drawn as a negative, ln((r + 2) / (r + 1)) / ln(V + 1) for word r of
/// V: so that the words which come first, the frequent ones, are drawn often.
double negative_probability(int32_t word, int32_t vocabulary);

/// Words drawn each time for a sentence, with replacement.
inline constexpr int32_t kNegativeWords = 64;

/// Of all pairs of neighbours (c, o) of a sentence, both ways, the mean of -ln softmax(o), over o
/// and the negatives other than o, of the scores less ln(64 negative_probability), each negative as
/// often as it was drawn.
/// @param sentence  words from V on have no vector: their pairs are left out.
/// @param negatives  each word once.
SkipGramGradient skip_gram_gradient(const SkipGramWeights& weights,
                                    std::span<const int32_t> sentence,
                                    std::span<const NegativeWord> negatives);

/// Learns from all sentences in their order, twice: a step of Adagrad (rate 1, sums of squares from
/// 0.1) for each. Vectors begin uniform in [-1, 1], outputs uniform with variance 1 / E, E = 32,
/// the same for a word's number every time; biases at 0. Takes time in proportion to the tokens.
/// @param vocabulary  V >= 1; the most frequent words first.
SkipGramWeights learn_skip_gram(const SentenceList& sentences, int32_t vocabulary);

}  // namespace lingan::metrics
