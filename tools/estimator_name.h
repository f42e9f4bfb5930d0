/// An estimator of a gradient with its settings, as reports call it.
#pragma once

#include <string>

#include <fmt/format.h>

#include <lingan/gradients/estimators.h>

namespace lingan::tools {

/// `leave-one-out, K=4`; `soft, temperature 1, backward 0.5`.
/// @param card  says what it looks at, as EstimatorCard does.
template <class Card>
std::string name_with_settings(const Card& card, const gradients::EstimatorSettings& settings) {
  std::string name(card.name);
  if (card.by_rollouts) name += fmt::format(", M={}", settings.rollouts);
  if (card.by_samples) name += fmt::format(", K={}", settings.samples);
  if (card.by_temperature) name += fmt::format(", temperature {}", settings.temperature);
  if (settings.backward_temperature > 0) {
    name += fmt::format(", backward {}", settings.backward_temperature);
  }
  return name;
}

/// Puts the settings that it looks at into an object of JSON.
template <class Json, class Card>
void put_settings(Json& json, const Card& card, const gradients::EstimatorSettings& settings) {
  if (card.by_rollouts) json["rollouts"] = settings.rollouts;
  if (card.by_samples) json["samples"] = settings.samples;
  if (card.by_temperature) json["temperature"] = settings.temperature;
  if (settings.backward_temperature > 0) {
    json["backward-temperature"] = settings.backward_temperature;
  }
}

}  // namespace lingan::tools
