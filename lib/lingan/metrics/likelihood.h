/// Likelihoods of sentences under a model: NLL_oracle, NLL_gen, NLL_div, perplexity.
///
/// All start from ln p(y_t | y_<t) of every token, as Rollouts::log_probabilities gives it. Which
/// number it is depends on whose sentences are judged by whom:
///   NLL_oracle  the generator's samples under the oracle; lower is better (SeqGAN, Yu et al. 2017)
///   NLL_gen     real sentences under the generator; lower is better (Texygen's "nll-test")
///   NLL_div     the generator's samples under the generator; higher is more diverse
///               (TextGAN-PyTorch)
#pragma once

#include <cstdint>
#include <span>

#include <lingan/metrics/sentence_sums.h>

namespace lingan::metrics {

struct MetricCard;

/// Log-probabilities of N sentences of up to T tokens.
struct TokenLikelihoods {
  std::span<const float> log_probabilities;  ///< [N, T], natural logarithm; after a length: ignored
  std::span<const int32_t> lengths;          ///< [N], 0..T, eos counted
  int32_t width = 0;                         ///< T
};

/// Mean of -ln p over the tokens of all sentences, in nats per token, >= 0.
/// @throws UsageError if the sizes do not fit together or there is no token; NumericError if a
/// log-probability is NaN.
double nll_per_token(const TokenLikelihoods& likelihoods);

/// The same as a function of sums over the sentences: nats and tokens of each.  @throws as
/// nll_per_token, but for a sum without a token.
SentenceSums nll_sums(const TokenLikelihoods& likelihoods);

/// The same sum divided by N times the tokens that a sentence is padded to, as programs report it
/// that average over whole batches: their pads cost almost nothing and make the figure small. For
/// comparison with their tables only, at their width.
/// @param padded  tokens, at least the longest sentence's.
/// @throws UsageError, NumericError as nll_per_token; UsageError for a sentence that is longer.
double nll_with_padding(const TokenLikelihoods& likelihoods, int32_t padded);

/// exp(nll_per_token): 1 for a model that is always sure and right.
double perplexity(const TokenLikelihoods& likelihoods);

/// Whether a metric is a likelihood under the generator: one of a model, but not under the oracle.
/// It has no value where tokens are cut off (real text may have none), nor of judged sentences.
bool is_under_generator(const MetricCard& card);

/// Whether it is, and of real sentences, not of the generator's own: those have a generalization
/// gap.
bool is_of_real_sentences(const MetricCard& card);

}  // namespace lingan::metrics
