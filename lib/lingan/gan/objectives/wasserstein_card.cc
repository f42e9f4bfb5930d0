#include <array>

#include <lingan/gan/objectives/objective_cards.h>
#include <lingan/gan/objectives/wasserstein.h>

namespace lingan {
namespace {

constexpr std::array kKeys = {
    option<&WassersteinOptions::clip>("clip", ranges::kPositive,
                                      "bound on the size of each of D's weights"),
};

}  // namespace

ObjectiveCard wasserstein_card() {
  return {.name = "wasserstein",
          .summary = "earth mover's distance by a critic of small weights",
          .paper = "Arjovsky et al. 2017",
          .takes_tokens = true,
          .options = option_table<WassersteinOptions>("objective.wasserstein", kKeys),
          .takes_condition = true,
          .outputs = Outputs::kScores,
          .is_critic = true};
}

}  // namespace lingan
