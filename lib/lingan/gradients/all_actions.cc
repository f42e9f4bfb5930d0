/// Estimators that weigh every token at a position, not the drawn one alone.
#include <lingan/gradients/estimators.h>

namespace lingan::gradients {
namespace {

/// sum_t sum_a p(a | x_<t) (Q(a) - V) of the prefixes of one sequence, with exact Q.
Moments all_actions(const GradientTable& table, const EstimatorSettings&) {
  const auto vocabulary = static_cast<size_t>(table.vocabulary());
  return enumerate(table, [&](const Sequence& x, SequenceEstimate& estimate) {
    for (size_t t = 0; t < x.tokens.size(); ++t) {
      const auto policy = table.policy(x.prefixes[t]);
      for (size_t token = 0; token < vocabulary; ++token) {
        estimate.rows[t * vocabulary + token] =
            policy[token] * table.advantage(x.prefixes[t], static_cast<int64_t>(token));
      }
    }
  });
}

/// sum_t sum_a f(x with a at t) grad p_t(a).
Moments indecater(const GradientTable& table, const EstimatorSettings&) {
  const auto vocabulary = static_cast<size_t>(table.vocabulary());
  Moments moments = enumerate(table, [&](const Sequence& x, SequenceEstimate& estimate) {
    int64_t step = 1;  // between sequences that differ by one at a position
    for (size_t t = x.tokens.size(); t > 0; --t, step *= table.vocabulary()) {
      const int64_t first = x.prefixes.back() - x.tokens[t - 1] * step;
      const auto rewards = table.rewards();
      const auto reward_with = [&](size_t token) {
        const int64_t node = first + static_cast<int64_t>(token) * step;
        return rewards[static_cast<size_t>(node - table.prefixes())];
      };
      const auto policy = table.policy(x.prefixes[t - 1]);
      double mean = 0.0;
      for (size_t token = 0; token < vocabulary; ++token)
        mean += policy[token] * reward_with(token);
      for (size_t token = 0; token < vocabulary; ++token) {
        estimate.rows[(t - 1) * vocabulary + token] = policy[token] * (reward_with(token) - mean);
      }
    }
  });
  moments.reward_calls = static_cast<double>(table.length() * (table.vocabulary() - 1) + 1);
  moments.tokens = static_cast<double>(table.length());
  return moments;
}

std::string why_not_independent(const GradientTable& table, const EstimatorSettings&) {
  return table.shared() || table.length() == 1
             ? ""
             : "needs tokens that are independent: one shared row of logits, or one position";
}

}  // namespace

EstimatorCard all_actions_card() {
  return {.name = "all-actions",
          .summary = "every token at every prefix of one sequence, weighted by its exact value",
          .paper = "Asadi et al. 2017; Ciosek & Whiteson 2018",
          .moments = all_actions};
}

EstimatorCard indecater_card() {
  return {.name = "indecater",
          .summary = "every token at every position of one sequence, the others kept",
          .paper = "De Smet et al. 2023 (IndeCateR)",
          .moments = indecater,
          .why_not = why_not_independent};
}

}  // namespace lingan::gradients
