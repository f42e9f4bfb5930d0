/// How far a generator's distribution q is from the true one, p, where the probability of every
/// sentence is known under both: of an oracle, or of a grammar.
///
/// All are nats per sentence, 0 for p = q, and Monte-Carlo estimates over sentences that were drawn
/// from p and from q; E_p is the mean over the first, E_q over the second.
///
///   kl-forward     E_p[ln p - ln q]: what q misses of p
///   kl-reverse     E_q[ln q - ln p]: what q has that p does not
///   jeffreys       the sum of the two
///   js             Jensen-Shannon, half of E_p[ln p/m] + E_q[ln q/m] with m = (p + q) / 2; of
///                  exact sums in 0..ln 2
///   bhattacharyya  -ln of the sum of sqrt(p q), the mean of its two estimates -ln E_p[sqrt(q/p)]
///                  and -ln E_q[sqrt(p/q)]; >= 0 of exact sums
///
/// An estimate may fall below 0 by chance. Where a sentence drawn from the one has probability 0
/// under the other, its Kullback-Leibler divergence is infinite: no value, and a note with the
/// share of such sentences. js is always finite, bhattacharyya unless that is so of all sentences
/// of one.
/// Sources: Kullback and Leibler 1951; Jeffreys 1946; Lin 1991; Bhattacharyya 1943; the estimators
/// of Alihosseini et al. 2019, "Jointly measuring diversity and quality in text generation models"
/// (TextGenerationEvaluator, src/metrics/divergences.py, whose nll are ln p).
#pragma once

#include <span>
#include <string_view>
#include <vector>

namespace lingan::metrics {

/// ln of the probabilities of N sentences; -infinity: 0.
struct PairedLikelihoods {
  std::vector<double> p;  ///< [N], finite where the sentences were drawn from p
  std::vector<double> q;  ///< [N], finite where they were drawn from q
};

/// Of the sentences that were drawn from each distribution.
struct DrawnLikelihoods {
  PairedLikelihoods of_p;
  PairedLikelihoods of_q;
};

/// A divergence by the name of its metric.
/// @throws NoValue if it is infinite or there are no sentences of one of the two; NumericError for
/// NaN; UsageError for another name.
double divergence(std::string_view name, const DrawnLikelihoods& drawn);

}  // namespace lingan::metrics
