#include <array>

#include <lingan/gan/strategies/sign_relaxation.h>
#include <lingan/gan/strategies/strategy_cards.h>
#include <lingan/gan/strategies/temperature_schedule.h>
#include <lingan/gan/strategies/variational.h>

namespace lingan {
namespace {

using S = SignRelaxationOptions;

std::vector<std::string> schedule_names() { return card_names(temperature_schedules()); }

constexpr std::array kKeys = {
    option<&S::encoder_width>("encoder_width", ranges::kWidth,
                              "hidden width of the encoder in each direction"),
    option<&S::schedule>("schedule", schedule_names,
                         "path of the sharpness beta of the codes tanh(beta z)"),
    option<&S::sharpness>("sharpness", ranges::kAtLeastOne,
                          "where the schedule ends; it begins at 1"),
    option<&S::schedule_steps>("schedule_steps", ranges::kCount,
                               "generator steps that the schedule takes; 0: all adversarial steps"),
    option<&S::neighbours>("neighbours", {.low = 1, .high = 1000},
                           "sentences of a batch that are nearest to one by their words: these and "
                           "the nearest of as many peers are to have codes like it"),
    option<&S::neighbourhood_weight>("neighbourhood_weight", ranges::kNotNegative,
                                     "weight of the loss of neighbours' codes"),
    option<&S::balance_weight>("balance_weight", ranges::kNotNegative,
                               "weight of uneven and of correlated bits"),
    option<&S::adversarial_weight>("adversarial_weight", ranges::kNotNegative,
                                   "weight of the objective's loss of reconstructed sentences"),
};

std::string why_idle(const S& options, std::string_view name) {
  if (name == "neighbours" && options.neighbourhood_weight == 0) {
    return "with strategy.sign-relaxation.neighbourhood_weight = 0";
  }
  if (name != "schedule_steps") return "";
  const auto& schedule = find_card(temperature_schedules(), options.schedule, "schedule");
  return schedule.rises()
             ? ""
             : "with strategy.sign-relaxation.schedule = " + quote_toml(options.schedule);
}

constexpr std::array kPlayers = {kEncoder};

std::string network_problem(const OptionSet&, const GeneratorOptions& generator,
                            const DiscriminatorOptions&) {
  std::string problem = latent_code_problem(generator, "sign-relaxation",
                                            "makes sentences out of codes of so many bits", 32);
  if (!problem.empty()) return problem;
  if (generator.latent_codes == "binary") return "";
  return "generator.latent_codes: the codes of the strategy \"sign-relaxation\" are bits; set it "
         "to "
         "\"binary\"";
}

bool hears_discriminator(const OptionSet& set) { return set.get<S>().adversarial_weight > 0; }

std::string lone_problem(const OptionSet& set) {
  if (set.get<S>().neighbourhood_weight == 0) return "";
  return "neighbours are sought among a batch's sentences; set "
         "strategy.sign-relaxation.neighbourhood_weight = 0.0";
}

}  // namespace

StrategyCard sign_relaxation_card() {
  return {
      .name = "sign-relaxation",
      .summary =
          "an encoder gives each sentence a code of bits, as tanh(beta z) whose beta rises; G "
          "writes the sentence again",
      .paper = "Song et al. 2018; Cao et al. 2017 (HashNet)",
      .traits = {.pathwise = true, .hard_fakes = false, .raises_bound = true, .feeds_text = true},
      .options = option_table<S, nullptr, why_idle>("strategy.sign-relaxation", kKeys),
      .built_on = "gumbel-softmax",
      .players = kPlayers,
      .hears_discriminator = hears_discriminator,
      .network_problem = network_problem,
      .lone_problem = lone_problem};
}

}  // namespace lingan
