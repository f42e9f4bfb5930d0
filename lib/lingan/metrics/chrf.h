/// chrF2 and chrF++ as sacreBLEU 2.6.0 computes them (Popovic 2015, 2017): n-grams of characters,
/// orders 1..6, without white space, and for chrF++ of words, orders 1 and 2.
///
/// F_beta = (1 + beta^2) P R / (beta^2 P + R), beta = 2, of precision and recall averaged over the
/// orders that both sides have ("effective order"). Values are in 0..100; higher is better.
#pragma once

#include <span>
#include <string>

#include <lingan/metrics/segment_statistics.h>

namespace lingan::metrics {

/// Sentences as text, one a line.
struct ChrfSentences {
  std::span<const std::string> hypotheses;
  std::span<const std::string> references;
};

/// sacreBLEU's sufficient statistics of lines with references of their own: n-grams of the
/// hypothesis, of its best reference, and in both; for character orders 1..6, then word
/// orders 1..word_order. The best reference of a hypothesis is the first with the highest F.
/// @param sentences  with references in sets of hypotheses.size(), one after the other.
/// @param word_order  0 for chrF2, 2 for chrF++.
/// @throws InputError unless there is a reference in every set for every hypothesis.
SegmentStatistics chrf_statistics(const ChrfSentences& sentences, int word_order);

/// The same where every hypothesis has all references: the best of them counts. Cost: for every
/// hypothesis, the references that share an n-gram with it.
SegmentStatistics chrf_statistics_of_all(const ChrfSentences& sentences, int word_order);

/// chrF of sums of such statistics. Of floats in single precision as NumPy computes it for
/// sacreBLEU's bootstrap.
double chrf_of_sums(std::span<const double> sums);
float chrf_of_sums(std::span<const float> sums);

}  // namespace lingan::metrics
