/// Sequences drawn without replacement.
///
/// With F(B), for B within the set S of K sequences, the probability that S without B are the next
/// ones drawn once B is taken out: R(S, s) = F({s}) / F({}), R(S, s, s') = F({s, s'}) / F({s}) and
/// R(S, s, s) = 1, the estimate is sum_s p(s) R(S, s) (f(s) - sum_s' p(s') R(S, s, s') f(s'))
/// grad log p(s) (Kool et al. 2020, eq. 14 and 17).
#include <algorithm>
#include <bit>
#include <cmath>
#include <numeric>

#include <fmt/format.h>

#include <lingan/gradients/estimators.h>

namespace lingan::gradients {
namespace {

/// Maximum of steps that one pass over all sets may take; seconds.
constexpr double kMaximumSteps = 3e8;

double sets_of(int64_t sequences, int64_t size) {
  double sets = 1.0;
  for (int64_t i = 0; i < size; ++i) {
    sets = sets * static_cast<double>(sequences - i) / static_cast<double>(i + 1);
  }
  return sets;
}

std::vector<Sequence> all_sequences(const GradientTable& table) {
  std::vector<Sequence> sequences;
  for_each_sequence(table, [&](const Sequence& x) { sequences.push_back(x); });
  return sequences;
}

/// Calls visit for each set of `size` numbers below `count`, in ascending order.
template <class Visit>
void for_each_set(size_t count, size_t size, const Visit& visit) {
  std::vector<size_t> set(size);
  std::iota(set.begin(), set.end(), size_t{0});
  for (;;) {
    visit(set);
    size_t last = size;
    while (last > 0 && set[last - 1] == count - size + last - 1) --last;
    if (last == 0) return;
    ++set[last - 1];
    std::iota(set.begin() + static_cast<ptrdiff_t>(last), set.end(), set[last - 1] + 1);
  }
}

/// F by subsets, as bits.
/// @param rest  the probability of all sequences outside the set.
std::vector<double> probabilities_of_draws(const std::vector<double>& p, double rest) {
  const size_t all = (size_t{1} << p.size()) - 1;
  std::vector<double> draws(all + 1, 1.0), left(all + 1, rest);
  for (size_t taken = all; taken-- > 0;) {
    const size_t first = static_cast<size_t>(std::countr_one(taken));
    left[taken] = left[taken | (size_t{1} << first)] + p[first];
    draws[taken] = 0.0;
    for (size_t i = 0; i < p.size(); ++i) {
      const size_t bit = size_t{1} << i;
      if ((taken & bit) == 0) draws[taken] += p[i] / left[taken] * draws[taken | bit];
    }
  }
  return draws;
}

class UnorderedSets {
 public:
  UnorderedSets(const GradientTable& table, size_t size)
      : table_(table), size_(size), sequences_(all_sequences(table)) {}

  void operator()(const Visit& visit) const {
    std::vector<double> estimate(static_cast<size_t>(table_.rows() * table_.vocabulary()));
    for_each_set(sequences_.size(), size_, [&](const std::vector<size_t>& set) {
      std::ranges::fill(estimate, 0.0);
      visit(add_estimate(set, estimate), estimate);
    });
  }

 private:
  double probability(size_t sequence) const { return sequences_[sequence].probability; }

  /// Of all sequences outside a set; their sum, not 1 less the set's, which cancels.
  double rest_of(const std::vector<size_t>& set) const {
    double rest = 0.0;
    for (size_t i = 0, next = 0; i < sequences_.size(); ++i) {
      if (next < set.size() && set[next] == i) {
        ++next;
      } else {
        rest += probability(i);
      }
    }
    return rest;
  }

  /// @return the set's probability.
  double add_estimate(const std::vector<size_t>& set, std::vector<double>& estimate) const {
    std::vector<double> p;
    p.reserve(set.size());
    for (const size_t s : set) p.push_back(probability(s));
    const auto draws = probabilities_of_draws(p, rest_of(set));
    for (size_t i = 0; i < set.size(); ++i) {
      const double first = draws[size_t{1} << i];
      double baseline = p[i] * sequences_[set[i]].reward;
      for (size_t j = 0; j < set.size(); ++j) {
        if (j == i) continue;
        const double second = draws[(size_t{1} << i) | (size_t{1} << j)];
        baseline += p[j] * second / first * sequences_[set[j]].reward;
      }
      add_score(sequences_[set[i]],
                p[i] * first / draws[0] * (sequences_[set[i]].reward - baseline), estimate);
    }
    return draws[0];
  }

  void add_score(const Sequence& x, double weight, std::vector<double>& estimate) const {
    for (size_t t = 0; t < x.tokens.size(); ++t) {
      const auto policy = table_.policy(x.prefixes[t]);
      const auto row = std::span(estimate).subspan(
          static_cast<size_t>(table_.row_of(x.prefixes[t])) * policy.size(), policy.size());
      for (size_t token = 0; token < policy.size(); ++token) row[token] -= weight * policy[token];
      row[static_cast<size_t>(x.tokens[t])] += weight;
    }
  }

  const GradientTable& table_;
  size_t size_;
  std::vector<Sequence> sequences_;
};

Moments unordered_set(const GradientTable& table, const EstimatorSettings& settings) {
  Moments moments = enumerate(table, UnorderedSets(table, static_cast<size_t>(settings.samples)));
  moments.reward_calls = static_cast<double>(settings.samples);
  moments.tokens = static_cast<double>(settings.samples * table.length());
  return moments;
}

std::string why_not(const GradientTable& table, const EstimatorSettings& settings) {
  const int64_t size = settings.samples;
  if (size < 2) return "needs at least two samples";
  const double sets = sets_of(table.sequences(), size);
  const double steps = std::exp2(static_cast<double>(size)) * static_cast<double>(size) +
                       static_cast<double>(table.sequences() + table.rows() * table.vocabulary());
  if (sets * steps > kMaximumSteps) {
    return fmt::format("the sets of {} of {} sequences are too many to enumerate", size,
                       table.sequences());
  }
  int64_t possible = 0;
  for_each_sequence(table, [&](const Sequence&) { ++possible; });
  return size > possible ? fmt::format("there are {} sequences to draw", possible) : "";
}

}  // namespace

EstimatorCard unordered_set_card() {
  return {.name = "unordered-set",
          .summary = "K sequences without replacement, with the baseline built in",
          .paper = "Kool, van Hoof & Welling 2020",
          .by_samples = true,
          .moments = unordered_set,
          .why_not = why_not};
}

}  // namespace lingan::gradients
