#include <array>

#include <lingan/gan/strategies/embedding.h>
#include <lingan/gan/strategies/strategy_cards.h>
#include <lingan/gan/strategies/temperature_schedule.h>

namespace lingan {
namespace {

using E = EmbeddingOptions;

constexpr std::array kEstimators = {
    EstimatorCard{.name = "soft-argmax",
                  .summary = "embedding: mixtures of embeddings as they are",
                  .paper = "Zhang et al. 2017 (TextGAN)",
                  .straight_through = false},
    EstimatorCard{
        .name = "nearest-neighbour",
        .summary = "embedding: mixtures moved to the nearest embedding, with their own gradient",
        .paper = "Bengio et al. 2013 (straight-through)",
        .straight_through = true},
};

std::vector<std::string> estimator_names() { return card_names(embedding_estimators()); }
std::vector<std::string> schedule_names() { return card_names(temperature_schedules()); }

constexpr std::array kKeys = {
    option<&E::estimator>("estimator", estimator_names,
                          "mixtures as they are, or moved to the nearest embedding"),
    option<&E::schedule>("schedule", schedule_names,
                         "path of the sharpness over the adversarial steps"),
    option<&E::sharpness>("sharpness", ranges::kAtLeastOne,
                          "where the schedule ends; it begins at 1"),
};

}  // namespace

std::span<const EstimatorCard> embedding_estimators() { return kEstimators; }

StrategyCard embedding_card() {
  return {.name = "embedding",
          .summary = "mixtures of embeddings, sharpened towards single tokens",
          .paper = "Zhang et al. 2017 (TextGAN)",
          .traits = {.pathwise = true, .hard_fakes = false},
          .options = option_table<EmbeddingOptions>("strategy.embedding", kKeys)};
}

}  // namespace lingan
