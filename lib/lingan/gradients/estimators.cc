#include <lingan/gradients/estimators.h>

#include <array>

namespace lingan::gradients {

#define VARIANT(name) EstimatorCard name##_card();
#include <lingan/gradients/estimators.def>
#undef VARIANT

std::span<const EstimatorCard> estimators() {
#define VARIANT(name) name##_card(),
  static const std::array cards = {
#include <lingan/gradients/estimators.def>
  };
#undef VARIANT
  return cards;
}

std::string why_not_pathwise(const GradientTable& table) {
  return table.function() ? "" : "needs a reward that is a function of a relaxed vector";
}

}  // namespace lingan::gradients
