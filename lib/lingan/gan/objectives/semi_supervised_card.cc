#include <lingan/gan/objectives/semi_supervised.h>

#include <array>

#include <lingan/gan/objectives/objective_cards.h>

namespace lingan {
namespace {

using S = SemiSupervisedOptions;

std::vector<std::string> losses() {
  return {kSemiSupervisedLosses.begin(), kSemiSupervisedLosses.end()};
}

constexpr std::array kKeys = {
    option<&S::unlabelled_weight>(
        "unlabelled_weight", ranges::kNotNegative,
        "of telling all real sentences from fakes, beside 1 of telling the labels of those that "
        "have one; 0: D learns from these alone"),
    option<&S::generator_loss>("generator_loss", losses,
                               "what G minimizes: the distance of D's mean features of fakes from "
                               "those of the text, or what being told from it costs"),
};

}  // namespace

ObjectiveCard semi_supervised_card() {
  return {.name = "semi-supervised",
          .summary = "D tells the labels of the few sentences that have one, and fakes from all",
          .paper = "Salimans et al. 2016; Odena 2016",
          .classifies = true,
          .options = option_table<S>("objective.semi-supervised", kKeys),
          .by_label = true,
          .takes_unlabelled = true};
}

}  // namespace lingan
