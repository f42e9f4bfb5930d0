/// What BLEU does about n-gram orders without a match.
///
/// Sources: Chen and Cherry 2014, "A systematic comparison of smoothing techniques for
/// sentence-level BLEU" (WMT), as NLTK 3.10.4 computes them: its SmoothingFunction's method0..7
/// with the default epsilon 0.1, alpha 5, k 5. Where NLTK departs from the paper, so do we; the
/// notes below say where.
#pragma once

#include <span>

namespace lingan::metrics {

/// The methods by NLTK's numbers. p_n is matches / max(1, total) of order n.
enum class Smoothing {
  kNone = 0,        ///< an order without a match counts as the smallest normal double, not as 0
  kEpsilon = 1,     ///< 0.1 matches in place of 0; what Texygen, RelGAN and TextGAN-PyTorch report
  kAddOne = 2,      ///< one match and one n-gram more, for n >= 2
  kGeometric = 3,   ///< 1/2, 1/4, ... matches for the first, second, ... order without a match
  kLength = 4,      ///< as 3, times ln(length) / 5; one-word hypotheses leave such orders out
  kNeighbours = 5,  ///< mean of p_{n-1} (smoothed; p_1 + 1 at first), p_n and p_{n+1}, where p_5
                    ///< takes the place of the order after the last
  kInterpolated = 6,  ///< from order 3 on, 5 n-grams more, at the precision p_{n-1}^2 / p_{n-2};
                      ///< undefined below order 3 and for p_3 = 0
  kLengthNeighbours = 7,  ///< 4, then 5
  kCutOff = 8  ///< orders from the first without a match on are left out, and so are their weights:
               ///< what NLTK before 3.3 gives without smoothing; of protocols alone
};

/// The method of a number, 0..7.  @throws UsageError for another one.
Smoothing parse_smoothing(int number);

/// Matches and n-grams of one order. Corpus counts fit, too.
struct OrderCounts {
  double matched = 0;
  double total = 0;

  double precision() const { return matched / (total > 0 ? total : 1); }
};

/// Smoothed precisions of orders 1..counts.size() into `precisions`, of the same size. A precision
/// of 0 or less leaves its order out of the product.
/// @param five_gram  counts of order 5, which methods 5 and 7 look at.
/// @param length     tokens of the hypothesis.
/// @return false if the method is undefined for these counts (method 6; NLTK raises there).
bool smooth_precisions(Smoothing smoothing, std::span<const OrderCounts> counts,
                       OrderCounts five_gram, double length, std::span<double> precisions);

}  // namespace lingan::metrics
