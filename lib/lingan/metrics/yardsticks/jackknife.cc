#include <lingan/metrics/yardsticks/jackknife.h>

#include <cmath>

#include <fmt/format.h>

#include <lingan/base/progress.h>
#include <lingan/metrics/no_value.h>
#include <lingan/metrics/yardsticks/choice.h>

namespace lingan::metrics {
namespace {

constexpr double kStudent = 2.0930240544083087;  // 0.975 quantile with 19 degrees of freedom

int64_t hypotheses_of(const EvaluationSentences& sentences) {
  return sentences.vectors && sentences.hypotheses.size() == 0
             ? sentences.vectors->hypotheses.size()
             : sentences.hypotheses.size();
}

/// All but one group of the numbers.
Choice without_group(const Choice& order, int64_t group) {
  const auto size = static_cast<int64_t>(order.size());
  Choice rest(order.begin(), order.begin() + size * group / kJackknifeGroups);
  rest.insert(rest.end(), order.begin() + size * (group + 1) / kJackknifeGroups, order.end());
  return rest;
}

/// The numbers of the references of some hypotheses in all sets.
Choice references_of(const Choice& hypotheses, int64_t size, int64_t sets) {
  Choice references;
  for (int64_t set = 0; set < sets; ++set) {
    for (const int64_t index : hypotheses) references.push_back(set * size + index);
  }
  return references;
}

/// [values][groups]: the metrics without each group. References go with their hypotheses where they
/// are pairs.
std::vector<std::vector<double>> without_groups(const EvaluationSentences& sentences,
                                                const EvaluationOptions& options) {
  const int64_t size = hypotheses_of(sentences);
  if (size < 2 * kJackknifeGroups) {
    throw NoValue(fmt::format("its interval needs at least {} hypotheses", 2 * kJackknifeGroups));
  }
  const bool are_pairs = find_card(protocols(), options.protocol, "protocol").paired &&
                         sentences.references.has_value();
  const Choice order = random_choice(size, size);
  std::vector<std::vector<double>> values;
  EvaluationSentences rest = sentences;
  Progress progress("leaving out", kJackknifeGroups, "groups");
  for (int64_t group = 0; group < kJackknifeGroups; ++group) {
    const Choice choice = without_group(order, group);
    choose_hypotheses(sentences, choice, rest);
    if (are_pairs) {
      choose_references(sentences, references_of(choice, size, sentences.reference_sets), rest);
    }
    const auto measured = evaluate(rest, options);
    values.resize(measured.size());
    for (size_t i = 0; i < measured.size(); ++i) values[i].push_back(measured[i].value);
    progress.update(group + 1);
  }
  return values;
}

}  // namespace

Ends jackknife_interval(double value, std::span<const double> without) {
  const auto groups = static_cast<double>(without.size());
  double mean = 0;
  for (const double each : without) mean += each;
  mean /= groups;
  double squares = 0;
  for (const double each : without) squares += (each - mean) * (each - mean);
  const double half = kStudent * std::sqrt((groups - 1) / groups * squares);
  return {.low = value - half, .high = value + half};
}

std::vector<std::optional<Ends>> jackknife_intervals(const EvaluationSentences& sentences,
                                                     const EvaluationOptions& options,
                                                     std::span<const MetricValue> values) {
  const auto without = without_groups(sentences, options);
  std::vector<std::optional<Ends>> intervals(values.size());
  for (size_t i = 0; i < values.size(); ++i) {
    const Ends ends = jackknife_interval(values[i].value, without[i]);
    if (!std::isnan(ends.low)) intervals[i] = ends;
  }
  return intervals;
}

}  // namespace lingan::metrics
