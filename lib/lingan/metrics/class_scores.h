/// How sure a classifier is of single sentences, and of how many kinds all of them are.
#pragma once

#include <span>

namespace lingan::metrics {

/// exp(E KL(p(y | x) || p(y))), where p(y) is the mean of p(y | x) over the sentences; 1 (p(y | x)
/// is the same for all sentences) to K (p(y | x) is one-hot for every sentence, and p(y) is
/// uniform).  Source: Salimans et al. 2016, sec. 4.
/// @param probabilities  p(y | x), [N, K] row by row, N >= 1; each row's sum is 1.
/// @param classes  K >= 1.
double inception_score(std::span<const double> probabilities, size_t classes);

/// The same times exp(-KL(p(y) || p*(y))): what real sentences have no kinds of, or in other
/// proportions, counts against it; 0 where there is a kind that none of them has. At most K.
/// Source: Che et al. 2017 (mode score) as in Xu et al. 2018, sec. 2.2.
/// @param real  p*(y), [K], of real sentences; its sum is 1.
double mode_score(std::span<const double> probabilities, std::span<const double> real);

}  // namespace lingan::metrics
