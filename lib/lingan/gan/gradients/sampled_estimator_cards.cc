#include <lingan/gan/gradients/sampled_estimator_cards.h>

#include <array>

#include <lingan/base/error.h>
#include <lingan/gan/strategies/gumbel_estimator_cards.h>
#include <lingan/gradients/sweep.h>

namespace lingan {
namespace {

constexpr std::string_view kWilliams = "Williams 1992";
constexpr std::string_view kYu = "Yu et al. 2017";

constexpr std::array kCards = {
    SampledEstimatorCard{.name = "reinforce",
                         .summary = "rewards of whole sentences, without a baseline",
                         .paper = kWilliams,
                         .variant = "none"},
    SampledEstimatorCard{.name = "self-critical",
                         .summary = "less the reward of the likeliest sentence",
                         .paper = "Rennie et al. 2017",
                         .variant = "self-critical"},
    SampledEstimatorCard{.name = "batch-mean",
                         .summary = "less the mean reward of all sentences; biased by 1 / K",
                         .paper = kWilliams,
                         .variant = "batch-mean"},
    SampledEstimatorCard{.name = "leave-one-out",
                         .summary = "less the mean reward of the other sentences",
                         .paper = "Kool, van Hoof & Welling 2019",
                         .variant = "leave-one-out"},
    SampledEstimatorCard{.name = "rollouts",
                         .summary = "rewards of M completions of each prefix, without a baseline",
                         .paper = kYu,
                         .variant = "none",
                         .by_rollouts = true},
    SampledEstimatorCard{.name = "rollouts-leave-one-out",
                         .summary = "the same, less the mean over the other sentences",
                         .paper = kYu,
                         .variant = "leave-one-out",
                         .by_rollouts = true},
    SampledEstimatorCard{.name = "rollouts-prefix",
                         .summary = "the same, less what the prefix was worth before its token",
                         .paper = "Kazemnejad et al. 2024",
                         .variant = "prefix",
                         .by_rollouts = true},
    SampledEstimatorCard{.name = "plain-straight-through",
                         .summary = "one-hot tokens, with the gradient of the softmax",
                         .paper = "Bengio et al. 2013",
                         .variant = "plain-straight-through",
                         .pathwise = true,
                         .by_temperature = true},
    SampledEstimatorCard{.name = "gapped-straight-through",
                         .summary = "straight-through with a fixed gap in place of noise",
                         .paper = "Fan et al. 2022",
                         .variant = "gapped-straight-through",
                         .pathwise = true,
                         .by_temperature = true},
    SampledEstimatorCard{.name = "reinmax",
                         .summary = "one-hot tokens, with a gradient of second order",
                         .paper = "Liu et al. 2023",
                         .variant = "reinmax",
                         .pathwise = true,
                         .by_temperature = true},
    SampledEstimatorCard{.name = "soft",
                         .summary = "the path through the softmax of Gumbel noise",
                         .paper = "Jang et al. 2017; two temperatures: Shah et al. 2024",
                         .variant = "soft",
                         .pathwise = true,
                         .by_temperature = true,
                         .by_backward_temperature = true},
    SampledEstimatorCard{.name = "straight-through",
                         .summary = "one-hot tokens, with the gradient of that path",
                         .paper = "Jang et al. 2017",
                         .variant = "straight-through",
                         .pathwise = true,
                         .by_temperature = true},
    SampledEstimatorCard{.name = "gumbel-rao",
                         .summary = "straight-through, averaged over draws of noise",
                         .paper = "Paulus et al. 2021",
                         .variant = "gumbel-rao",
                         .pathwise = true,
                         .by_temperature = true},
};

/// Whether it compares the sentences of an estimate with each other.
bool compares(const SampledEstimatorCard& card) {
  return card.variant == "batch-mean" || card.variant == "leave-one-out" ||
         card.variant == "prefix";
}

}  // namespace

std::span<const SampledEstimatorCard> sampled_estimators() { return kCards; }

std::string why_not_sampled(const SampledEstimatorCard& card,
                            const gradients::EstimatorSettings& settings) {
  if (compares(card) && settings.samples < 2) return "needs two or more sentences";
  const bool needs_temperature_of_one_or_more =
      card.pathwise &&
      find_card(gumbel_estimators(), card.variant, "estimator").needs_temperature_of_one_or_more;
  return needs_temperature_of_one_or_more && settings.temperature < 1
             ? "needs a temperature of 1 or more"
             : "";
}

std::vector<const SampledEstimatorCard*> chosen_sampled_estimators(
    const gradients::StudyOptions& sweep) {
  const auto why_never = [&sweep](const SampledEstimatorCard& card) {
    std::string reason;
    for (const gradients::EstimatorSettings& settings : gradients::sweep(card, sweep)) {
      reason = why_not_sampled(card, settings);
      if (reason.empty()) break;
    }
    return reason;
  };
  std::vector<const SampledEstimatorCard*> chosen;
  for (const std::string& name : sweep.estimators) {
    const auto& card = find_card(sampled_estimators(), name, "estimator");
    if (const auto reason = why_never(card); !reason.empty()) {
      throw UsageError("estimator " + name + " " + reason);
    }
    chosen.push_back(&card);
  }
  if (!chosen.empty()) return chosen;
  for (const auto& card : sampled_estimators()) {
    if (why_never(card).empty()) chosen.push_back(&card);
  }
  return chosen;
}

}  // namespace lingan
