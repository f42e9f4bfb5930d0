#include <array>

#include <fmt/format.h>

#include <lingan/gan/strategies/gumbel_estimator_cards.h>
#include <lingan/gan/strategies/gumbel_softmax.h>
#include <lingan/gan/strategies/strategy_cards.h>
#include <lingan/gan/strategies/temperature_schedule.h>
#include <lingan/model/generators/generator_cards.h>

namespace lingan {
namespace {

using G = GumbelSoftmaxOptions;

std::vector<std::string> estimator_names() { return card_names(gumbel_estimators()); }
std::vector<std::string> schedule_names() { return card_names(temperature_schedules()); }

constexpr std::array kKeys = {
    option<&G::estimator>("estimator", estimator_names,
                          "what D sees: relaxed rows, or one-hot rows with a relaxed gradient"),
    option<&G::schedule>("schedule", schedule_names, "path of the inverse temperature"),
    option<&G::schedule_start>("schedule_start", ranges::kPositive,
                               "inverse temperature where the schedule begins"),
    option<&G::inverse_temperature>("inverse_temperature", ranges::kPositive,
                                    "where the schedule ends"),
    option<&G::schedule_steps>("schedule_steps", ranges::kCount,
                               "generator steps that the schedule takes; 0: all adversarial steps"),
    option<&G::backward_inverse_temperature>(
        "backward_inverse_temperature", ranges::kNotNegative,
        "inverse temperature of the gradient; 0: the schedule's"),
    option<&G::feed_hard>("feed_hard",
                          "feed back the embedding of the argmax; false: the relaxed one"),
    option<&G::draws>("draws", {.low = 1, .high = 1000}, "draws of noise; of gumbel-rao"),
    option<&G::gap>("gap", ranges::kNotNegative,
                    "logits of other tokens below the drawn one's; of gapped-straight-through"),
    option<&G::length_gradient>(
        "length_gradient",
        "show tokens weighed by the chance that the sentence has not ended, so that G learns "
        "where to end; biased"),
};

const GumbelEstimatorCard& estimator(const GumbelSoftmaxOptions& options) {
  return find_card(gumbel_estimators(), options.estimator, "estimator");
}

const TemperatureSchedule& schedule(const GumbelSoftmaxOptions& options) {
  return find_card(temperature_schedules(), options.schedule, "schedule");
}

std::string problem(const GumbelSoftmaxOptions& options) {
  if (schedule(options).rises() && options.schedule_start > options.inverse_temperature) {
    return fmt::format(
        "strategy.gumbel-softmax.schedule_start: above inverse_temperature, and the schedule "
        "rises; set it to {} at most",
        options.inverse_temperature);
  }
  const double backward = options.backward_inverse_temperature;
  if (estimator(options).needs_temperature_of_one_or_more && (backward == 0 || backward > 1)) {
    return "strategy.gumbel-softmax.backward_inverse_temperature: the estimator " +
           quote_toml(options.estimator) + " needs one in (0, 1]; set it, for example, to 1.0";
  }
  return "";
}

std::string network_problem(const OptionSet& set, const GeneratorOptions& generator,
                            const DiscriminatorOptions&) {
  if (generator.output != "softmax") {
    return "generator.output: the strategy \"gumbel-softmax\" needs rows of a softmax; set it to "
           "\"softmax\"";
  }
  const bool draws_noise = estimator(set.get<GumbelSoftmaxOptions>()).draws_noise;
  if (draws_noise || generator.latent_width > 0) return "";
  return "generator.latent_width: without noise and without a latent code all sentences are one; "
         "set it, for example, to " +
         std::to_string(generator.hidden_width);
}

std::string why_idle(const GumbelSoftmaxOptions& options, std::string_view name) {
  const auto with = [](const char* key, const std::string& value) {
    return std::string("with strategy.gumbel-softmax.") + key + " = " + quote_toml(value);
  };
  const bool without_draws = name == "draws" && !estimator(options).by_draws;
  const bool without_gap = name == "gap" && !estimator(options).by_gap;
  if (without_draws || without_gap) return with("estimator", options.estimator);
  const bool of_path = name == "schedule_start" || name == "schedule_steps";
  return of_path && !schedule(options).rises() ? with("schedule", options.schedule) : "";
}

/// What is fed back has no effect on a generator that reads no tokens.
std::string why_idle_beside(const GeneratorOptions& generator, std::string_view name) {
  const GeneratorCard* cell = card_named(generators(), generator.cell);
  const bool is_idle = name == "feed_hard" && cell != nullptr && !cell->autoregressive;
  return is_idle ? "with generator.cell = " + quote_toml(generator.cell) +
                       ", which writes all tokens at once"
                 : "";
}

}  // namespace

StrategyCard gumbel_softmax_card() {
  return {.name = "gumbel-softmax",
          .summary = "softmax of Gumbel-perturbed logits in place of one-hot tokens",
          .paper = "Jang et al. 2017; Kusner & Hernandez-Lobato 2016; Nie et al. 2019 (RelGAN)",
          .traits = {.pathwise = true,
                     .hard_fakes = false,
                     .labels = "condition",
                     .drawn_labels = true,
                     .sources = true},
          .options = option_table<GumbelSoftmaxOptions, problem, why_idle>(
              "strategy.gumbel-softmax", kKeys),
          .why_idle_beside = why_idle_beside,
          .network_problem = network_problem};
}

}  // namespace lingan
