/// REINFORCE, and baselines that do not depend on the sequence that they are for.
#include <lingan/gradients/score_function.h>

#include <algorithm>
#include <numeric>

#include <lingan/gradients/estimators.h>

namespace lingan::gradients {
namespace {

/// lingan's own default (`strategy.policy-gradient.baseline_decay`).
constexpr double kDecay = 0.9;

/// weight_of(reward) grad log p(x).
template <class Weight>
Moments weighted_score(const GradientTable& table, const Weight& weight_of) {
  Moments moments = enumerate(table, [&](const Sequence& x, SequenceEstimate& estimate) {
    for (size_t t = 0; t < x.tokens.size(); ++t) {
      estimate.set_score(table, x, t, {.mean = weight_of(x.reward)});
    }
  });
  moments.reward_calls = 1;
  moments.tokens = static_cast<double>(table.length());
  return moments;
}

/// ||grad log p(x)||^2.
double squared_score(const GradientTable& table, const Sequence& x) {
  std::vector<double> score(static_cast<size_t>(table.vocabulary()));
  double squares = 0.0;
  for (size_t t = 0; t < x.tokens.size(); ++t) {
    const auto policy = table.policy(x.prefixes[t]);
    for (size_t token = 0; token < score.size(); ++token) score[token] -= policy[token];
    score[static_cast<size_t>(x.tokens[t])] += 1.0;
    if (table.shared() && t + 1 < x.tokens.size()) continue;
    squares += std::inner_product(score.begin(), score.end(), score.begin(), 0.0);
    std::ranges::fill(score, 0.0);
  }
  return squares;
}

/// Where the variance, a quadratic of the constant, is least:
/// E[f ||grad log p||^2] / E ||grad log p||^2. f is centred, so that little cancels.
double best_constant(const GradientTable& table) {
  const double mean = table.value(0);
  double weighted = 0.0, all = 0.0;
  for_each_sequence(table, [&](const Sequence& x) {
    const double square = x.probability * squared_score(table, x);
    weighted += (x.reward - mean) * square;
    all += square;
  });
  return all == 0.0 ? mean : mean + weighted / all;
}

Moments reinforce(const GradientTable& table, const EstimatorSettings&) {
  return score_function(table, 0.0);
}

Moments constant_baseline(const GradientTable& table, const EstimatorSettings&) {
  return score_function(table, table.value(0));
}

Moments optimal_baseline(const GradientTable& table, const EstimatorSettings&) {
  return score_function(table, best_constant(table));
}

/// After many steps the average has the mean E f and the variance (1 - d) / (1 + d) Var f, whatever
/// the sequence at hand is.
Moments moving_average(const GradientTable& table, const EstimatorSettings&) {
  Moments moments = score_function(table, table.value(0));
  const double variance = (1 - kDecay) / (1 + kDecay) * table.variance(0);
  const auto squares = squared_scores(table);
  for (size_t i = 0; i < squares.size(); ++i) moments.variances[i] += variance * squares[i];
  return moments;
}

Moments self_critical(const GradientTable& table, const EstimatorSettings&) {
  Moments moments = score_function(table, table.greedy_reward());
  moments.reward_calls += 1;
  moments.tokens *= 2;
  return moments;
}

}  // namespace

Moments score_function(const GradientTable& table, double baseline) {
  return weighted_score(table, [&](double reward) { return reward - baseline; });
}

std::vector<double> squared_scores(const GradientTable& table) {
  return weighted_score(table, [](double) { return 1.0; }).variances;
}

EstimatorCard reinforce_card() {
  return {.name = "reinforce",
          .summary = "the reward times the score function of one sequence",
          .paper = "Williams 1992",
          .moments = reinforce};
}

EstimatorCard constant_baseline_card() {
  return {.name = "constant-baseline",
          .summary = "reinforce; the expected reward is taken off",
          .paper = "Williams 1992",
          .moments = constant_baseline};
}

EstimatorCard optimal_baseline_card() {
  return {.name = "optimal-baseline",
          .summary = "reinforce; the constant of least variance is taken off",
          .paper = "Weaver & Tao 2001",
          .moments = optimal_baseline};
}

EstimatorCard moving_average_card() {
  return {.name = "moving-average",
          .summary = "reinforce; the average of earlier rewards is taken off, decay 0.9",
          .paper = "Williams 1992",
          .moments = moving_average};
}

EstimatorCard self_critical_card() {
  return {
      .name = "self-critical",
      .summary = "reinforce; the reward of the likeliest sequence, token by token, is taken off",
      .paper = "Rennie et al. 2017",
      .moments = self_critical};
}

}  // namespace lingan::gradients
