/// Rewards of prefixes: by completions as in SeqGAN, or the exact mean over all of them.
#include <cmath>

#include <lingan/gradients/estimators.h>

namespace lingan::gradients {
namespace {

/// What is taken off a prefix's reward.
enum class GradientBaseline {
  kNone,
  kExpectedReward,
  kValue,  ///< V of what stands before the token
};

double worth(GradientBaseline baseline, const GradientTable& table, int64_t prefix) {
  switch (baseline) {
    case GradientBaseline::kNone:
      return 0.0;
    case GradientBaseline::kExpectedReward:
      return table.value(0);
    case GradientBaseline::kValue:
      return table.value(prefix);
  }
  return 0.0;
}

/// sum_t (Q_t - b_t) grad log p(x_t | x_<t), where Q_t is the mean reward of independent
/// completions of x_1..x_t, and of the last token the sequence's own reward.
/// @param rollouts  M; infinity: of all completions.
Moments rewards_of_prefixes(const GradientTable& table, double rollouts,
                            GradientBaseline baseline) {
  Moments moments = enumerate(table, [&](const Sequence& x, SequenceEstimate& estimate) {
    for (size_t t = 0; t < x.tokens.size(); ++t) {
      const int64_t prefix = x.prefixes[t], longer = x.prefixes[t + 1];
      estimate.set_score(table, x, t,
                         {.mean = table.value(longer) - worth(baseline, table, prefix),
                          .variance = table.variance(longer) / rollouts});
    }
  });
  if (std::isinf(rollouts)) return moments;
  const auto length = static_cast<double>(table.length());
  moments.reward_calls = rollouts * (length - 1) + 1;
  moments.tokens = length + rollouts * length * (length - 1) / 2;
  return moments;
}

template <GradientBaseline baseline>
Moments by_rollouts(const GradientTable& table, const EstimatorSettings& settings) {
  return rewards_of_prefixes(table, static_cast<double>(settings.rollouts), baseline);
}

template <GradientBaseline baseline>
Moments by_all_completions(const GradientTable& table, const EstimatorSettings&) {
  return rewards_of_prefixes(table, INFINITY, baseline);
}

std::string why_not(const GradientTable& table, const EstimatorSettings&) {
  return table.length() > 1 ? "" : "needs two positions or more: one token has no completions";
}

}  // namespace

EstimatorCard rollouts_card() {
  return {.name = "rollouts",
          .summary = "reinforce token by token, rewarded by M completions of each prefix",
          .paper = "Yu et al. 2017 (SeqGAN)",
          .by_rollouts = true,
          .moments = by_rollouts<GradientBaseline::kNone>,
          .why_not = why_not};
}

EstimatorCard rollouts_baseline_card() {
  return {.name = "rollouts-baseline",
          .summary = "rollouts; the expected reward is taken off",
          .paper = "Yu et al. 2017; Williams 1992",
          .by_rollouts = true,
          .moments = by_rollouts<GradientBaseline::kExpectedReward>,
          .why_not = why_not};
}

EstimatorCard rollouts_advantage_card() {
  return {.name = "rollouts-advantage",
          .summary = "rollouts; the exact value of what stands before the token is taken off",
          .paper = "Yu et al. 2017; Sutton et al. 2000",
          .by_rollouts = true,
          .moments = by_rollouts<GradientBaseline::kValue>,
          .why_not = why_not};
}

EstimatorCard exact_q_card() {
  return {.name = "exact-q",
          .summary = "rollouts of all completions",
          .paper = "Sutton et al. 2000",
          .moments = by_all_completions<GradientBaseline::kNone>,
          .why_not = why_not};
}

EstimatorCard exact_q_baseline_card() {
  return {.name = "exact-q-baseline",
          .summary = "exact-q; the expected reward is taken off",
          .paper = "Sutton et al. 2000",
          .moments = by_all_completions<GradientBaseline::kExpectedReward>,
          .why_not = why_not};
}

EstimatorCard exact_advantage_card() {
  return {.name = "exact-advantage",
          .summary = "exact-q; the exact value of what stands before the token is taken off",
          .paper = "Sutton et al. 2000",
          .moments = by_all_completions<GradientBaseline::kValue>,
          .why_not = why_not};
}

}  // namespace lingan::gradients
