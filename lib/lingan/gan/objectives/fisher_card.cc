#include <array>

#include <lingan/gan/objectives/fisher.h>
#include <lingan/gan/objectives/objective_cards.h>

namespace lingan {
namespace {

constexpr std::array kKeys = {
    option<&FisherOptions::constraint_weight>(
        "constraint_weight", ranges::kPositive,
        "penalty on the second moment of D's outputs other than 1, and rate of its multiplier"),
};

}  // namespace

ObjectiveCard fisher_card() {
  return {.name = "fisher",
          .summary = "distance of D's mean outputs in units of their deviation",
          .paper = "Mroueh & Sercu 2017",
          .takes_tokens = true,
          .options = option_table<FisherOptions>("objective.fisher", kKeys),
          .takes_condition = true,
          .outputs = Outputs::kScores,
          .is_critic = true};
}

}  // namespace lingan
