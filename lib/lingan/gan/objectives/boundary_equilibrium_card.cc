#include <array>

#include <lingan/gan/objectives/boundary_equilibrium.h>
#include <lingan/gan/objectives/objective_cards.h>

namespace lingan {
namespace {

using B = BoundaryEquilibriumOptions;

constexpr std::array kKeys = {
    option<&B::gamma>("gamma", ranges::kFactor,
                      "ratio of the mean energies of fake and real sentences that D keeps to; the "
                      "lower, the nearer G stays to common sentences"),
    option<&B::lambda>("lambda", ranges::kPositive,
                       "rate by which D's weight of fake sentences follows that ratio"),
};

}  // namespace

ObjectiveCard boundary_equilibrium_card() {
  return {.name = "boundary-equilibrium",
          .summary =
              "D lowers the energy of real sentences and raises that of fake ones, weighed "
              "so that their ratio stays",
          .paper = "Berthelot, Schumm & Metz 2017 (BEGAN)",
          .reward_sign = Sign::kNegative,
          .options = option_table<B>("objective.boundary-equilibrium", kKeys),
          .outputs = Outputs::kScores,
          .takes_energy = true};
}

}  // namespace lingan
