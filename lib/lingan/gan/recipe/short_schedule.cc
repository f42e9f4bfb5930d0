#include <lingan/gan/recipe/short_schedule.h>

#include <cstdint>
#include <string_view>

#include <fmt/format.h>

#include <lingan/gan/strategies/evolutionary.h>
#include <lingan/gan/strategies/odds_weighted.h>

namespace lingan {

std::vector<std::string> short_schedule(const Recipe& recipe) {
  const TrainingOptions& training = recipe.training;
  std::vector<std::string> overrides;
  const auto cut = [&](std::string_view key, int64_t value, int64_t maximum) {
    if (value > maximum) overrides.push_back(fmt::format("{}={}", key, maximum));
  };
  cut("training.pretrain_epochs", training.pretrain_epochs, 12);
  cut("training.replaced_token_epochs", training.replaced_token_epochs, 3);
  cut("training.interleaved_rounds", training.interleaved_rounds, 1);
  cut("training.discriminator_pretrain_rounds", training.discriminator_pretrain_rounds, 3);
  cut("training.adversarial_rounds", training.adversarial_rounds, 40);
  cut("training.evaluate_every", training.evaluate_every, 20);
  cut("training.checkpoint_every", training.checkpoint_every, 20);
  const bool takes_all = training.discriminator_samples == 0;  // as many as the corpus has
  cut("training.discriminator_samples", takes_all ? INT64_MAX : training.discriminator_samples,
      640);
  cut("training.discriminator_epochs", training.discriminator_epochs, 1);
  cut("discriminator.representations", recipe.discriminator.representations, 8);
  if (recipe.strategy == "evolutionary") {
    const auto& options = recipe.options.get<EvolutionaryOptions>();
    cut("strategy.evolutionary.fitness_batches", options.fitness_batches, 1);
  }
  if (recipe.strategy == "odds-weighted") {
    cut("strategy.odds-weighted.pool", recipe.options.get<OddsWeightedOptions>().pool, 5000);
  }
  return overrides;
}

}  // namespace lingan
