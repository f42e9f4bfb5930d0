#include <array>

#include <lingan/gan/strategies/gumbel_softmax.h>
#include <lingan/gan/strategies/strategy_cards.h>
#include <lingan/gan/strategies/temperature_schedule.h>

namespace lingan {
namespace {

using G = GumbelSoftmaxOptions;

constexpr std::array kEstimators = {
    EstimatorCard{.name = "soft",
                  .summary = "gumbel-softmax: rows of the softmax",
                  .paper = "Jang et al. 2017; Maddison et al. 2017",
                  .straight_through = false},
    EstimatorCard{.name = "straight-through",
                  .summary = "gumbel-softmax: one-hot rows, with the softmax's gradient",
                  .paper = "Bengio et al. 2013; Jang et al. 2017",
                  .straight_through = true},
};

std::vector<std::string> estimator_names() { return card_names(gumbel_estimators()); }
std::vector<std::string> schedule_names() { return card_names(temperature_schedules()); }

constexpr std::array kKeys = {
    option<&G::estimator>("estimator", estimator_names,
                          "what D sees: relaxed rows, or one-hot rows with their gradient"),
    option<&G::schedule>("schedule", schedule_names,
                         "path of the inverse temperature over the adversarial steps"),
    option<&G::inverse_temperature>("inverse_temperature", ranges::kAtLeastOne,
                                    "where the schedule ends; it begins at 1"),
    option<&G::feed_hard>("feed_hard",
                          "feed back the embedding of the argmax; false: the relaxed one"),
};

}  // namespace

std::span<const EstimatorCard> gumbel_estimators() { return kEstimators; }

StrategyCard gumbel_softmax_card() {
  return {.name = "gumbel-softmax",
          .summary = "softmax of Gumbel-perturbed logits in place of one-hot tokens",
          .paper = "Jang et al. 2017; Kusner & Hernandez-Lobato 2016; Nie et al. 2019 (RelGAN)",
          .traits = {.pathwise = true, .hard_fakes = false},
          .options = option_table<GumbelSoftmaxOptions>("strategy.gumbel-softmax", kKeys)};
}

}  // namespace lingan
