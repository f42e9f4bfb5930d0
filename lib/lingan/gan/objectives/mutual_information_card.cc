#include <array>

#include <lingan/gan/objectives/mutual_information.h>
#include <lingan/gan/objectives/objective_cards.h>

namespace lingan {
namespace {

using M = MutualInformationOptions;

constexpr std::array kKeys = {
    option<&M::generator_weight>(
        "generator_weight", ranges::kNotNegative,
        "of the bound in G's loss: how much it is worth that a fake tells its drawn label"),
    option<&M::discriminator_weight>("discriminator_weight", ranges::kNotNegative,
                                     "of the bound in D's loss: how much D learns to tell it by"),
};

}  // namespace

ObjectiveCard mutual_information_card() {
  return {
      .name = "mutual-information",
      .summary = "non-saturating, and D tells which label G drew for a fake, which G helps it to",
      .paper = "Chen et al. 2016 (InfoGAN); Hoang et al. 2018 (MGAN); Ghosh et al. 2018 (MAD-GAN)",
      .reward_sign = Sign::kNegative,
      .classifies = true,
      .options = option_table<M>("objective.mutual-information", kKeys),
      .by_drawn_label = true};
}

}  // namespace lingan
