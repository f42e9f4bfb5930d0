/// Which settings a study goes through.
#pragma once

#include <utility>
#include <vector>

#include <lingan/gradients/study.h>

namespace lingan::gradients {

/// All combinations of the settings that an estimator looks at. Where a study names none of a kind,
/// it stays as it is by itself.
/// @param card  says what it looks at, as EstimatorCard does.
template <class Card>
std::vector<EstimatorSettings> sweep(const Card& card, const StudyOptions& options) {
  std::vector<EstimatorSettings> all = {{}};
  const auto multiply = [&all](bool looks_at, const auto& values, auto field) {
    if (!looks_at || values.empty()) return;
    std::vector<EstimatorSettings> longer;
    for (const auto value : values) {
      for (EstimatorSettings settings : all) {
        settings.*field = value;
        longer.push_back(settings);
      }
    }
    all = std::move(longer);
  };
  using Settings = EstimatorSettings;
  multiply(card.by_rollouts, options.rollouts, &Settings::rollouts);
  multiply(card.by_samples, options.samples, &Settings::samples);
  multiply(card.by_temperature, options.temperatures, &Settings::temperature);
  multiply(card.by_backward_temperature, options.backward_temperatures,
           &Settings::backward_temperature);
  return all;
}

}  // namespace lingan::gradients
