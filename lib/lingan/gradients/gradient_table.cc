#include <lingan/gradients/gradient_table.h>

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include <lingan/base/error.h>
#include <lingan/gradients/softmax.h>

namespace lingan::gradients {
namespace {

void check_numbers(const std::vector<double>& numbers, int64_t count, const char* what) {
  if (static_cast<int64_t>(numbers.size()) != count) {
    throw UsageError(fmt::format("{} {}, where {} are needed", numbers.size(), what, count));
  }
  if (!std::ranges::all_of(numbers, [](double number) { return std::isfinite(number); })) {
    throw UsageError(fmt::format("one of the {} is not finite", what));
  }
}

}  // namespace

std::optional<int64_t> sequences_of(int64_t vocabulary, int64_t length) {
  int64_t count = 1;
  for (int64_t t = 0; t < length; ++t) {
    if (count > kMaximumSequences / vocabulary) return std::nullopt;
    count *= vocabulary;
  }
  return count;
}

GradientTable::GradientTable(TableContent content) : content_(std::move(content)) {
  if (vocabulary() < 2 || length() < 1) {
    throw UsageError("a table has at least two tokens and one position");
  }
  const auto count = sequences_of(vocabulary(), length());
  if (!count) {
    throw UsageError(fmt::format("{}^{} sequences are too many to enumerate; at most {}",
                                 vocabulary(), length(), kMaximumSequences));
  }
  prefixes_ = (*count - 1) / (vocabulary() - 1);
  check_numbers(content_.logits, rows() * vocabulary(), "logits");
  fill_policy();
  if (content_.function) {
    if (length() != 1) throw UsageError("a function of a relaxed vector needs the length 1");
    check_numbers(content_.function->values, vocabulary(), "values of the function");
    content_.rewards = vertex_values(*content_.function);
  }
  check_numbers(content_.rewards, *count, "rewards");
  fill_values();
}

std::span<const double> GradientTable::policy(int64_t prefix) const {
  return std::span(policy_).subspan(static_cast<size_t>(row_of(prefix) * vocabulary()),
                                    static_cast<size_t>(vocabulary()));
}

void GradientTable::fill_policy() {
  const auto width = static_cast<size_t>(vocabulary());
  for (size_t first = 0; first < content_.logits.size(); first += width) {
    const auto row = softmax(std::span(content_.logits).subspan(first, width), 1.0);
    policy_.insert(policy_.end(), row.begin(), row.end());
  }
}

void GradientTable::fill_values() {
  const auto nodes = static_cast<size_t>(prefixes() + sequences());
  probabilities_.assign(nodes, 1.0);
  for (int64_t prefix = 0; prefix < prefixes(); ++prefix) {
    for (int64_t token = 0; token < vocabulary(); ++token) {
      probabilities_[static_cast<size_t>(child(prefix, token))] =
          probability(prefix) * policy(prefix)[static_cast<size_t>(token)];
    }
  }
  values_.assign(nodes, 0.0);
  variances_.assign(nodes, 0.0);
  std::ranges::copy(content_.rewards, values_.begin() + prefixes());
  for (int64_t prefix = prefixes() - 1; prefix >= 0; --prefix) {
    const auto chances = policy(prefix);
    double mean = 0.0;
    for (int64_t token = 0; token < vocabulary(); ++token) {
      mean += chances[static_cast<size_t>(token)] * value(child(prefix, token));
    }
    double variance_here = 0.0;
    for (int64_t token = 0; token < vocabulary(); ++token) {
      const int64_t next = child(prefix, token);
      const double deviation = value(next) - mean;
      variance_here +=
          chances[static_cast<size_t>(token)] * (variance(next) + deviation * deviation);
    }
    values_[static_cast<size_t>(prefix)] = mean;
    variances_[static_cast<size_t>(prefix)] = variance_here;
  }
}

double GradientTable::greedy_reward() const {
  int64_t prefix = 0;
  while (prefix < prefixes()) {
    const auto chances = policy(prefix);
    prefix = child(prefix, std::ranges::max_element(chances) - chances.begin());
  }
  return value(prefix);
}

std::string GradientTable::name_of(int64_t prefix) const {
  return name_of_prefix(prefix, vocabulary());
}

std::string name_of_prefix(int64_t prefix, int64_t vocabulary) {
  std::string name;
  while (prefix > 0) {
    name = std::to_string((prefix - 1) % vocabulary) + (name.empty() ? "" : " ") + name;
    prefix = (prefix - 1) / vocabulary;
  }
  return name;
}

void for_each_sequence(const GradientTable& table,
                       const std::function<void(const Sequence&)>& visit) {
  const auto length = static_cast<size_t>(table.length());
  Sequence sequence{.tokens = std::vector<int64_t>(length),
                    .prefixes = std::vector<int64_t>(length + 1)};
  for (int64_t number = 0; number < table.sequences(); ++number) {
    int64_t node = table.prefixes() + number;
    sequence.probability = table.probability(node);
    if (sequence.probability == 0.0) continue;
    sequence.reward = table.value(node);
    sequence.prefixes[length] = node;
    for (size_t t = length; t > 0; --t) {
      sequence.tokens[t - 1] = (node - 1) % table.vocabulary();
      node = (node - 1) / table.vocabulary();
      sequence.prefixes[t - 1] = node;
    }
    visit(sequence);
  }
}

}  // namespace lingan::gradients
