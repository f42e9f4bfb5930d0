#include <array>

#include <lingan/gan/objectives/mean_covariance.h>
#include <lingan/gan/objectives/objective_cards.h>

namespace lingan {
namespace {

constexpr std::array kKeys = {
    option<&MeanCovarianceOptions::clip>("clip", ranges::kPositive,
                                         "bound on the size of each of D's weights"),
};

}  // namespace

ObjectiveCard mean_covariance_card() {
  return {.name = "mean-covariance",
          .summary = "distance of the means of D's features (McGan's first form)",
          .paper = "Mroueh, Sercu & Goel 2017",
          .options = option_table<MeanCovarianceOptions>("objective.mean-covariance", kKeys),
          .outputs = Outputs::kNone,
          .is_critic = true};
}

}  // namespace lingan
