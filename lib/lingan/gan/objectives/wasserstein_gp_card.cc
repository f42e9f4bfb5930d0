#include <array>

#include <lingan/gan/objectives/objective_cards.h>
#include <lingan/gan/objectives/wasserstein_gp.h>

namespace lingan {
namespace {

constexpr std::array kKeys = {
    option<&WassersteinGpOptions::gradient_penalty>("gradient_penalty", ranges::kNotNegative,
                                                    "weight of wasserstein-gp's penalty"),
};

}  // namespace

ObjectiveCard wasserstein_gp_card() {
  return {.name = "wasserstein-gp",
          .summary = "earth mover's distance with a gradient penalty",
          .paper = "Gulrajani et al. 2017",
          .takes_tokens = true,
          .options = option_table<WassersteinGpOptions>("objective", kKeys),
          .outputs = Outputs::kScores,
          .is_critic = true};
}

}  // namespace lingan
