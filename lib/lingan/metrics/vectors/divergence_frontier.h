/// The frontier between two histograms: how much of each the other lacks.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace lingan::metrics {

/// A histogram of shares, each >= 0, that sum to 1.
using Histogram = std::vector<double>;

/// mauve-text's c.
inline constexpr double kMauveScaling = 5;

/// The area under the divergence curve of P and Q: with R = w P + (1 - w) Q the points
/// (exp(-c KL(Q|R)), exp(-c KL(P|R))), over 25 weights w in (0, 1), and its ends (1, 0) and (0, 1).
/// In 0..1, 1 for equal histograms.
/// Source: Pillutla et al. 2021, "MAUVE", eq. 1-3; as mauve-text 0.4.0 discretizes it, with the
/// mean of the trapezoid areas over both axes.
/// @param scaling  c, > 0.
double frontier_area(const Histogram& p, const Histogram& q, double scaling = kMauveScaling);

/// 2 times the integral over w in 0..1 of w KL(P|R) + (1 - w) KL(Q|R): in 0..1, 0 for equal
/// histograms. Source: Liu et al. 2021, "Divergence frontiers for generative models"; as mauve-text
/// 0.4.0.
double frontier_integral(const Histogram& p, const Histogram& q);

/// Shares of counts.  @param added  to each count: 0, or 1/2 for the estimate of Krichevsky &
/// Trofimov.
Histogram shares_of(std::span<const int64_t> counts, double added);

}  // namespace lingan::metrics
