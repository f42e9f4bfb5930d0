#include <array>

#include <lingan/gan/objectives/energy_margin.h>
#include <lingan/gan/objectives/objective_cards.h>

namespace lingan {
namespace {

constexpr std::array kKeys = {
    option<&EnergyMarginOptions::margin>(
        "margin", ranges::kPositive,
        "energy that D raises fake sentences to; that of an auto-encoder that knows nothing is "
        "about 1"),
};

}  // namespace

ObjectiveCard energy_margin_card() {
  return {.name = "energy-margin",
          .summary =
              "D lowers the energy of real sentences, and raises that of fake ones to a "
              "margin",
          .paper = "Zhao, Mathieu & LeCun 2017 (EBGAN)",
          .reward_sign = Sign::kNegative,
          .options = option_table<EnergyMarginOptions>("objective.energy-margin", kKeys),
          .outputs = Outputs::kScores,
          .takes_energy = true};
}

}  // namespace lingan
