#include <array>

#include <lingan/gan/objectives/loss_sensitive.h>
#include <lingan/gan/objectives/objective_cards.h>

namespace lingan {
namespace {

constexpr std::array kKeys = {
    option<&LossSensitiveOptions::margin_weight>(
        "margin_weight", ranges::kPositive,
        "weight of the margin between real and fake, against low losses of real sentences"),
};

}  // namespace

ObjectiveCard loss_sensitive_card() {
  return {.name = "loss-sensitive",
          .summary = "real below fake by as much as their features differ",
          .paper = "Qi 2017",
          .reward_sign = Sign::kNegative,
          .options = option_table<LossSensitiveOptions>("objective.loss-sensitive", kKeys),
          .outputs = Outputs::kScores};
}

}  // namespace lingan
