/// What became of sentences that were written again in another style, without pairs to compare them
/// with: Shen et al. 2017, sec. 5; Fu et al. 2018. All three figures are wanted at once: a sentence
/// that is copied has the best content, and any sentence of the other style the best style.
#pragma once

#include <cstdint>
#include <deque>
#include <span>

#include <lingan/metrics/language_model/learnt_model.h>
#include <lingan/metrics/language_model/ngram_likelihood.h>
#include <lingan/metrics/sentence_list.h>

namespace lingan::metrics {

/// A Kneser-Ney 5-gram model of the sentences of each style; no network that was trained with these
/// judges by them.
class StyleModels {
 public:
  /// @param styles  sentences of each, one word in each at least; two styles or more.
  explicit StyleModels(std::span<const SentenceList> styles);

  /// log10 p of a sentence and its end in a style.
  double log10_probability(size_t style, std::span<const int32_t> sentence) const;

  /// The style in which a sentence is most probable; of several the first.
  size_t likeliest(std::span<const int32_t> sentence) const;

 private:
  struct Style {
    explicit Style(LearntModel given) : learnt(std::move(given)), likelihood(learnt.model) {}
    LearntModel learnt;
    NgramLikelihood likelihood;  // of it
  };
  std::deque<Style> styles_;  // which must not move
};

/// Sentences that were written again.
struct Transfers {
  SentenceList rewritten;
  SentenceList sources;         ///< of which each was made
  std::vector<int32_t> styles;  ///< wanted of each, numbers in StyleModels
};

/// Figures of them.
struct TransferScores {
  double accuracy = 0;      ///< share whose likeliest style is the one that was wanted
  double content_bleu = 0;  ///< of each against its own source, of the whole as sacreBLEU has it,
                            ///< 0..100; BLEU with the source is also called self-BLEU
  double perplexity = 0;    ///< under the model of the style that was wanted, ends counted
};

/// @throws UsageError if there is none.
TransferScores transfer_scores(const StyleModels& models, const Transfers& transfers);

}  // namespace lingan::metrics
