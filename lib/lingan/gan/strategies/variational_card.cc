#include <array>

#include <lingan/gan/strategies/strategy_cards.h>
#include <lingan/gan/strategies/temperature_schedule.h>
#include <lingan/gan/strategies/variational.h>

namespace lingan {
namespace {

using V = VariationalOptions;

std::vector<std::string> schedule_names() { return card_names(temperature_schedules()); }

constexpr std::array kKeys = {
    option<&V::encoder_width>("encoder_width", ranges::kWidth,
                              "hidden width of the encoder in each direction"),
    option<&V::kl_schedule>(
        "kl_schedule", schedule_names,
        "path of the weight of the KL term from 0 to 1, or 1 always (constant)"),
    option<&V::kl_schedule_steps>(
        "kl_schedule_steps", ranges::kCount,
        "generator steps that the schedule takes; 0: all adversarial steps"),
    option<&V::free_bits>("free_bits", ranges::kNotNegative,
                          "nats of each dimension's KL below which it is not pressed down"),
};

std::string why_idle(const VariationalOptions& options, std::string_view name) {
  if (name != "kl_schedule_steps") return "";
  const auto& schedule = find_card(temperature_schedules(), options.kl_schedule, "schedule");
  return schedule.rises()
             ? ""
             : "with strategy.variational.kl_schedule = " + quote_toml(options.kl_schedule);
}

constexpr std::array kPlayers = {kEncoder};

std::string network_problem(const OptionSet&, const GeneratorOptions& generator,
                            const DiscriminatorOptions&) {
  std::string problem =
      latent_code_problem(generator, "variational", "makes sentences out of a latent code", 32);
  if (!problem.empty()) return problem;
  if (generator.prior_width > 0) {
    return "generator.prior_width: the bound of the strategy \"variational\" is of codes that are "
           "normal noise; set it to 0";
  }
  if (generator.latent_codes == "normal") return "";
  return "generator.latent_codes: the prior of the strategy \"variational\" is normal; set it to "
         "\"normal\"";
}

}  // namespace

StrategyCard variational_card() {
  return {
      .name = "variational",
      .summary =
          "an encoder tells each sentence's latent code; both learn by the evidence "
          "lower bound",
      .paper = "Bowman et al. 2016; free bits: Kingma et al. 2016",
      .traits = {.pathwise = false,
                 .hard_fakes = true,
                 .has_discriminator = false,
                 .raises_bound = true,
                 .feeds_text = true},
      .options = option_table<VariationalOptions, nullptr, why_idle>("strategy.variational", kKeys),
      .players = kPlayers,
      .network_problem = network_problem};
}

}  // namespace lingan
