#include <lingan/model/optimizers/optimizer_options.h>

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include <lingan/base/card.h>
#include <lingan/model/optimizers/rate_schedules.h>

namespace lingan {
namespace {

using O = OptimizerOptions;

constexpr Range kFriction = {.low = 1e-6, .high = 1};

std::vector<std::string> rules() { return {kOptimizerRules.begin(), kOptimizerRules.end()}; }
std::vector<std::string> schedules() { return card_names(rate_schedules()); }

constexpr std::array kKeys = {
    option<&O::rule>("rule", rules,
                     "what a step is: Adam's, or one that draws weights from a posterior (sghmc)"),
    option<&O::learning_rate>("learning_rate", ranges::kPositive, "of Adam, or of sghmc"),
    option<&O::schedule>("schedule", schedules, "how the rate falls over the phase"),
    option<&O::final_share>("final_share", {.low = 0, .high = 1},
                            "share of the rate that a falling schedule ends at"),
    option<&O::warmup_steps>("warmup_steps", ranges::kCount,
                             "first steps, over which the rate rises to its full"),
    option<&O::beta1>("beta1", ranges::kShare, "decay of the mean of gradients"),
    option<&O::beta2>("beta2", ranges::kShare, "decay of the mean of their squares"),
    option<&O::weight_decay>("weight_decay", ranges::kNotNegative,
                             "times the rate: share of every weight that a step takes off (AdamW)"),
    option<&O::gradient_clip>("gradient_clip", ranges::kNotNegative,
                              "bound on the norm of the gradient; 0: none"),
    option<&O::average>(
        "average", ranges::kShare,
        "decay of the average of the weights that is measured, kept and played against; 0: none"),
    option<&O::historical_averaging>(
        "historical_averaging", ranges::kNotNegative,
        "weight of the squared distance of the weights from the mean of all that they were before "
        "earlier steps; 0: none"),
    option<&O::friction>("friction", kFriction, "share of sghmc's velocity that a step takes off"),
    option<&O::temperature>(
        "temperature", ranges::kNotNegative,
        "sghmc draws weights from exp(-loss / temperature): 1 / sentences for Bayes' posterior"),
};

}  // namespace

std::span<const OptionKey> optimizer_keys() { return kKeys; }

std::string why_optimizer_key_idle(const OptimizerOptions& options, std::string_view table,
                                   std::string_view key) {
  if (key == "final_share" && !depends_on_length(options)) {
    return fmt::format("with {}.schedule = {}", table, quote_toml(options.schedule));
  }
  const bool is_of_adam = key == "beta1" || key == "beta2";
  const bool is_of_sghmc = key == "friction" || key == "temperature";
  const bool is_idle = options.rule == "adam" ? is_of_sghmc : is_of_adam;
  return is_idle ? fmt::format("with {}.rule = {}", table, quote_toml(options.rule)) : "";
}

double learning_rate(const OptimizerOptions& options, int64_t step, double progress) {
  const RateSchedule& schedule = find_card(rate_schedules(), options.schedule, "schedule");
  const double left = schedule.left(std::clamp(progress, 0.0, 1.0));
  const double share = options.final_share + (1 - options.final_share) * left;
  const auto warmup = static_cast<double>(std::max<int64_t>(options.warmup_steps, 1));
  return options.learning_rate * share * std::min(1.0, static_cast<double>(step + 1) / warmup);
}

bool depends_on_length(const OptimizerOptions& options) {
  return find_card(rate_schedules(), options.schedule, "schedule").falls();
}

}  // namespace lingan
