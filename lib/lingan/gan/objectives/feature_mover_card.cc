#include <array>

#include <lingan/gan/objectives/feature_mover.h>
#include <lingan/gan/objectives/objective_cards.h>

namespace lingan {
namespace {

constexpr std::array kKeys = {
    option<&FeatureMoverOptions::proximity>(
        "proximity", {.low = 0.001, .high = 1000},
        "weight of the divergence from the last plan of transport: the less, the sooner the best"),
    option<&FeatureMoverOptions::steps>("steps", {.low = 1, .high = 100000},
                                        "towards the best plan of transport"),
};

}  // namespace

ObjectiveCard feature_mover_card() {
  return {.name = "feature-mover",
          .summary = "cost of moving the features of fakes to those of real sentences (FM-GAN's)",
          .paper = "Chen et al. 2018; plan: Xie et al. 2018 (IPOT)",
          .options = option_table<FeatureMoverOptions>("objective.feature-mover", kKeys),
          .outputs = Outputs::kNone,
          .is_critic = true};
}

}  // namespace lingan
