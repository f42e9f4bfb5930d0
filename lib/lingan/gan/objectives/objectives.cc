#include <array>
#include <string>

#include <lingan/base/error.h>
#include <lingan/gan/objectives/objective.h>
#include <lingan/gan/objectives/objective_factories.h>

namespace lingan {

std::span<const ObjectiveCard> objectives() {
  static constexpr std::array cards = {
      ObjectiveCard{"minimax", "the zero-sum game: G minimizes what D gains",
                    "Goodfellow et al. 2014", false, true, false, make_minimax},
      ObjectiveCard{"non-saturating", "G maximizes ln D; strong gradients while D wins",
                    "Goodfellow et al. 2014", false, true, false, make_non_saturating},
      ObjectiveCard{"maximum-likelihood",
                    "reward D/(1-D): the gradient of likelihood at D's optimum",
                    "Goodfellow 2014, On distinguishability criteria", false, true, false,
                    make_maximum_likelihood},
      ObjectiveCard{"wasserstein-gp", "earth mover's distance with a gradient penalty",
                    "Gulrajani et al. 2017", true, true, false, make_wasserstein_gp},
      ObjectiveCard{"least-squares", "squared distance of D's outputs from 1 and 0",
                    "Mao et al. 2017", false, true, false, make_least_squares},
      ObjectiveCard{"hinge", "margin loss for D, its raw output for G", "Lim & Ye 2017", false,
                    true, false, make_hinge},
      ObjectiveCard{"relativistic", "real against fake in pairs (RelGAN's)",
                    "Jolicoeur-Martineau 2018", false, true, true, make_relativistic},
      ObjectiveCard{"mmd", "kernel distance between features (TextGAN's)", "Zhang et al. 2017",
                    false, true, true, make_mmd},
  };
  return cards;
}

std::unique_ptr<Objective> make_objective(const ObjectiveOptions& options) {
  std::string known;
  for (const ObjectiveCard& card : objectives()) {
    if (card.name == options.name) return card.make(options);
    known += (known.empty() ? "" : ", ") + std::string(card.name);
  }
  throw UsageError("objective '" + options.name + "' is not known; expected one of " + known);
}

}  // namespace lingan
