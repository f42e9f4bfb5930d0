#include <array>

#include <lingan/gan/strategies/embedding.h>
#include <lingan/gan/strategies/embedding_estimator_cards.h>
#include <lingan/gan/strategies/strategy_cards.h>
#include <lingan/gan/strategies/temperature_schedule.h>

namespace lingan {
namespace {

using E = EmbeddingOptions;

const EmbeddingEstimatorCard& estimator(const EmbeddingOptions& options) {
  return find_card(embedding_estimators(), options.estimator, "estimator");
}

std::vector<std::string> estimator_names() { return card_names(embedding_estimators()); }
std::vector<std::string> schedule_names() { return card_names(temperature_schedules()); }

constexpr std::array kKeys = {
    option<&E::estimator>("estimator", estimator_names, "the vectors that D sees"),
    option<&E::schedule>("schedule", schedule_names,
                         "path of the sharpness over the adversarial steps; of soft-argmax"),
    option<&E::sharpness>("sharpness", ranges::kAtLeastOne,
                          "where the schedule ends; it begins at 1"),
};

std::string network_problem(const OptionSet& options, const GeneratorOptions& generator,
                            const DiscriminatorOptions& discriminator) {
  const EmbeddingEstimatorCard& chosen = estimator(options.get<EmbeddingOptions>());
  if (generator.output != chosen.output) {
    return "generator.output: the estimator " + quote_toml(chosen.name) +
           " needs another; set it to " + quote_toml(chosen.output);
  }
  if (generator.latent_width == 0) {
    return "generator.latent_width: without a latent code the strategy \"embedding\" writes one "
           "sentence alone; set it, for example, to " +
           std::to_string(generator.hidden_width);
  }
  if (discriminator.embeddings != "generator") {
    return "discriminator.embeddings: D must read the space that the vectors are of; set it to "
           "\"generator\"";
  }
  return "";
}

std::string why_idle(const EmbeddingOptions& options, std::string_view name) {
  const bool is_idle = name != "estimator" && !estimator(options).by_sharpness;
  return is_idle ? "with strategy.embedding.estimator = " + quote_toml(options.estimator) : "";
}

}  // namespace

StrategyCard embedding_card() {
  return {.name = "embedding",
          .summary = "vectors of the embedding space in place of tokens",
          .paper = "Goodfellow 2016 (tutorial), sec. 8.4; Zhang et al. 2017 (TextGAN)",
          .traits = {.pathwise = true, .hard_fakes = false, .labels = "condition"},
          .options = option_table<EmbeddingOptions, nullptr, why_idle>("strategy.embedding", kKeys),
          .network_problem = network_problem};
}

}  // namespace lingan
