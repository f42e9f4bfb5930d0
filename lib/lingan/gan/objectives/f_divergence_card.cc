#include <lingan/gan/objectives/f_divergence.h>

#include <array>

#include <lingan/gan/objectives/objective_cards.h>

namespace lingan {
namespace {

using F = FDivergenceOptions;

std::vector<std::string> divergences() { return {kDivergences.begin(), kDivergences.end()}; }

constexpr std::array kKeys = {
    option<&F::divergence>("divergence", divergences, "of the text from what G writes"),
    option<&F::saturating>("saturating",
                           "G minimizes the divergence's bound, whose slope vanishes while D wins; "
                           "false: it maximizes D's side of it"),
};

std::string why_idle(const F& options, std::string_view name) {
  const bool is_idle = name == "saturating" && options.divergence == "total-variation";
  return is_idle
             ? "with objective.f-divergence.divergence = \"total-variation\", where both are one"
             : "";
}

}  // namespace

ObjectiveCard f_divergence_card() {
  return {.name = "f-divergence",
          .summary = "one of six divergences by its variational bound (f-GAN)",
          .paper = "Nowozin, Cseke & Tomioka 2016",
          .takes_tokens = true,
          .options = option_table<F, nullptr, why_idle>("objective.f-divergence", kKeys),
          .takes_condition = true,
          .outputs = Outputs::kScores};
}

}  // namespace lingan
