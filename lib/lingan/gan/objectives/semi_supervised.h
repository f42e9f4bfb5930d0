/// The options of the objective `semi-supervised`.
#pragma once

#include <array>
#include <string>
#include <string_view>

namespace lingan {

/// `[objective.semi-supervised]`.
struct SemiSupervisedOptions {
  double unlabelled_weight = 1.0;  ///< of telling real from fake, beside that of labels
  std::string generator_loss = "feature-matching";  ///< one of kSemiSupervisedLosses
};

/// What SemiSupervisedOptions::generator_loss may be: objectives whose D is a classifier.
inline constexpr std::array<std::string_view, 2> kSemiSupervisedLosses = {"feature-matching",
                                                                          "non-saturating"};

}  // namespace lingan
