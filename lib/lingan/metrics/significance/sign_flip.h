/// The sign-flip test: a permutation test of paired differences.
#pragma once

#include <span>

namespace lingan::metrics {

/// Up to so many differences all 2^n flips are counted; of more, random ones.
inline constexpr size_t kMaximumFlipped = 20;

/// How often, if the sign of each difference were a coin's toss, their mean would be at least as
/// far from 0 as it is: the two-sided p of Fisher 1935, "The Design of Experiments", section 21.
/// Its only assumption is that differences are symmetric about 0 if there is no effect. With n
/// differences it cannot be below 2 / 2^n. Of more than kMaximumFlipped it is
/// (1 + flips as far) / (1 + flips), of 100,000 flips, the same in each call (Phipson and Smyth
/// 2010).
/// @param differences  finite, at least one.
/// @return in (0, 1].
double sign_flip_p(std::span<const double> differences);

/// The least that sign_flip_p can be: 2 / 2^n, at most 1; of random flips 1 / 100,001.
double least_sign_flip_p(size_t differences);

}  // namespace lingan::metrics
