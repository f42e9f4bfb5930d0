/// The estimators of the gradient of an expected reward.
///
/// A new estimator is a function and a card, and a line in estimators.def.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include <lingan/base/card.h>
#include <lingan/gradients/moments.h>

namespace lingan::gradients {

/// What an estimator is made with. Each looks at the fields that its card says.
struct EstimatorSettings {
  int64_t samples = 2;                ///< K >= 1: sequences of one estimate, or draws of gumbel-rao
  int64_t rollouts = 1;               ///< M >= 1: completions of a prefix
  double temperature = 1.0;           ///< tau > 0
  double backward_temperature = 0.0;  ///< of the gradient, > 0; 0: the temperature
};

/// An estimator.
struct EstimatorCard {
  std::string_view name;
  std::string_view summary;
  std::string_view paper;
  bool by_samples = false;  ///< which of the settings it looks at
  bool by_rollouts = false;
  bool by_temperature = false;
  bool by_backward_temperature = false;
  /// Its exact moments; of Gumbel noise, by quadrature.
  Moments (*moments)(const GradientTable& table, const EstimatorSettings& settings) = nullptr;
  /// Why it has no moments with these settings; empty: it has. Null: it always has.
  std::string (*why_not)(const GradientTable& table, const EstimatorSettings& settings) = nullptr;
};

/// All estimators: those of estimators.def, in the order in which reports show them.
std::span<const EstimatorCard> estimators();

/// Empty where the reward is a function of a relaxed vector, which pathwise estimators need.
std::string why_not_pathwise(const GradientTable& table);

}  // namespace lingan::gradients
