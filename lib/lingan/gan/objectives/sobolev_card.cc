#include <array>

#include <lingan/gan/objectives/objective_cards.h>
#include <lingan/gan/objectives/sobolev.h>

namespace lingan {
namespace {

constexpr std::array kKeys = {
    option<&SobolevOptions::constraint_weight>(
        "constraint_weight", ranges::kPositive,
        "penalty on D's mean squared slope other than 1, and rate of its multiplier"),
};

}  // namespace

ObjectiveCard sobolev_card() {
  return {.name = "sobolev",
          .summary = "distance of D's mean outputs in units of its slope",
          .paper = "Mroueh et al. 2017",
          .takes_tokens = true,
          .options = option_table<SobolevOptions>("objective.sobolev", kKeys),
          .outputs = Outputs::kScores,
          .is_critic = true};
}

}  // namespace lingan
