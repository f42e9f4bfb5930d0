/// Student's distribution, and the paired t-test.
#pragma once

#include <span>

namespace lingan::metrics {

/// The chance that |T| >= |t| for T of Student's distribution, by the incomplete beta function's
/// continued fraction (DLMF 8.17.22); to about 1e-13 of itself.
/// @param degrees  of freedom, > 0.
double students_t_tails(double t, double degrees);

/// The t >= 0 with students_t_tails(t, degrees) = tails.  @param tails  in (0, 1].
double students_t_bound(double tails, double degrees);

/// The two-sided p of the paired t-test: that the mean difference is 0, if differences are normally
/// distributed. 1 where all are 0; 0 where all are equal otherwise.
/// @param differences  at least two.
double paired_t_p(std::span<const double> differences);

}  // namespace lingan::metrics
