/// Mean and variance of an estimate of the gradient, by enumeration.
#pragma once

#include <cstdint>
#include <functional>
#include <limits>
#include <span>
#include <vector>

#include <lingan/gradients/gradient_table.h>

namespace lingan::gradients {

/// An estimate's mean and variance, and what one estimate costs.
struct Moments {
  std::vector<double> mean;  ///< [rows, V]
  /// The sum of the variances of the logits at each position, [T]; of a shared row: one sum.
  std::vector<double> variances;
  /// Sequences whose reward is asked for, and tokens drawn; NaN: no number that could be paid,
  /// since every sequence is looked at.
  double reward_calls = std::numeric_limits<double>::quiet_NaN();
  double tokens = std::numeric_limits<double>::quiet_NaN();
};

/// What multiplies a score function, given the sequence.
struct Weight {
  double mean = 0.0;
  double variance = 0.0;
};

/// An estimate made from one sequence x.
struct SequenceEstimate {
  /// The estimate at the logits of the prefixes that x passes, [T, V]: its mean given x.
  std::vector<double> rows;
  /// The sum of the variances of a row about that mean, [T]; rows are uncorrelated given x.
  std::vector<double> noise;

  /// Sets the row at position t to the weight times (one-hot of the token - policy).
  void set_score(const GradientTable& table, const Sequence& x, size_t t, Weight weight);
};

/// Fills the estimate, whose entries are 0, for a sequence.
using EstimateOf = std::function<void(const Sequence& x, SequenceEstimate& estimate)>;

/// The moments of an estimate from one sequence of the policy.
Moments enumerate(const GradientTable& table, const EstimateOf& estimate_of);

/// Takes a value of an estimate, [rows, V], and its probability.
using Visit = std::function<void(double probability, std::span<const double> estimate)>;

/// The moments of an estimate that has finitely many values.
/// @param walk  calls what it is given once for each value; it is called twice.
Moments enumerate(const GradientTable& table, const std::function<void(const Visit&)>& walk);

/// The gradient of the expected reward, [rows, V].
std::vector<double> exact_gradient(const GradientTable& table);

/// Squared norms of a gradient [rows, V] at each position, [T]; of a shared row: one.
std::vector<double> squared_norms(const GradientTable& table, std::span<const double> gradient);

}  // namespace lingan::gradients
