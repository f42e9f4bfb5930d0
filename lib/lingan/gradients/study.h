/// How good each estimator of a gradient is.
#pragma once

#include <string>
#include <vector>

#include <lingan/gradients/estimators.h>

namespace lingan::gradients {

/// What to measure.
struct StudyOptions {
  std::vector<std::string> estimators = {};  ///< names; empty: all that the table allows
  /// The settings, each in turn, of the estimators that look at them.
  std::vector<int64_t> samples = {2, 4, 8};    ///< K >= 1
  std::vector<int64_t> rollouts = {1, 4, 16};  ///< M >= 1
  std::vector<double> temperatures = {2.0, 1.0, 0.5, 0.1};
  /// With each temperature; none: the gradient has the same.
  std::vector<double> backward_temperatures = {};
};

/// One estimator with its settings, against the exact gradient. NaN: there is no such number.
struct EstimatorQuality {
  const EstimatorCard* card = nullptr;
  EstimatorSettings settings = {};
  std::string note = {};      ///< why nothing is known; empty: all is
  double bias = 0.0;          ///< ||E g - exact||
  double variance = 0.0;      ///< sum over all logits of the variances of one estimate
  double cosine = 0.0;        ///< between E g and the exact gradient
  double reward_calls = 0.0;  ///< of one estimate; see Moments
  double tokens = 0.0;
  /// At the logits of each position, [T]; of a shared row: one.
  std::vector<double> bias_by_position = {};
  std::vector<double> variance_by_position = {};

  /// E ||g - exact||^2 = bias^2 + variance.
  double mean_squared_error() const { return bias * bias + variance; }
  double signal_to_noise = 0.0;  ///< ||E g|| / sqrt(variance); NaN of an estimate that never varies
};

/// What a study finds.
struct Study {
  std::vector<double> exact;  ///< the gradient of the expected reward, [rows, V]
  double exact_norm = 0.0;
  std::vector<double> exact_norm_by_position = {};
  std::vector<EstimatorQuality> estimators = {};
};

/// The estimators that are measured: those that are named, else all that the table allows.
/// @throws UsageError for an unknown name, and for one that the table does not allow with any of
/// the settings.
std::vector<const EstimatorCard*> chosen_estimators(const GradientTable& table,
                                                    const StudyOptions& options);

/// Measures the estimators exactly, each with all its settings.
/// @throws UsageError as chosen_estimators; InputError if the exact gradient's norm is no number;
/// Interrupted.
Study study(const GradientTable& table, const StudyOptions& options);

}  // namespace lingan::gradients
