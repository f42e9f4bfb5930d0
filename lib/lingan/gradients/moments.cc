#include <lingan/gradients/moments.h>

namespace lingan::gradients {
namespace {

double square(double x) { return x * x; }

size_t positions(const GradientTable& table) {
  return table.shared() ? 1 : static_cast<size_t>(table.length());
}

/// Calls visit(position, entry) for the entries of a gradient in their order.
template <class Visit>
void for_each_entry(const GradientTable& table, const Visit& visit) {
  const auto vocabulary = static_cast<size_t>(table.vocabulary());
  size_t entry = 0;
  size_t rows = 1;
  for (size_t position = 0; position < positions(table); ++position) {
    for (size_t i = 0; i < rows * vocabulary; ++i) visit(position, entry++);
    rows *= vocabulary;
  }
}

/// Adds the rows up where one row of logits stands at all prefixes.
void join_shared_rows(const GradientTable& table, SequenceEstimate& estimate) {
  if (!table.shared()) return;
  const auto vocabulary = static_cast<size_t>(table.vocabulary());
  for (size_t i = vocabulary; i < estimate.rows.size(); ++i) {
    estimate.rows[i % vocabulary] += estimate.rows[i];
  }
  for (size_t t = 1; t < estimate.noise.size(); ++t) estimate.noise[0] += estimate.noise[t];
}

/// A row of an estimate, where its sequence passes.
struct VisitedRow {
  double probability;  ///< of the sequence
  size_t position;
  size_t first;  ///< its first entry in a gradient
  std::span<const double> entries;
  double noise;
};

/// One pass over all sequences.
template <class Visit>
void for_each_row(const GradientTable& table, const EstimateOf& estimate_of, const Visit& visit) {
  const auto length = static_cast<size_t>(table.length());
  const auto vocabulary = static_cast<size_t>(table.vocabulary());
  SequenceEstimate estimate;
  for_each_sequence(table, [&](const Sequence& x) {
    estimate.rows.assign(length * vocabulary, 0.0);
    estimate.noise.assign(length, 0.0);
    estimate_of(x, estimate);
    join_shared_rows(table, estimate);
    for (size_t t = 0; t < positions(table); ++t) {
      visit(VisitedRow{.probability = x.probability,
                       .position = t,
                       .first = static_cast<size_t>(table.row_of(x.prefixes[t])) * vocabulary,
                       .entries = std::span(estimate.rows).subspan(t * vocabulary, vocabulary),
                       .noise = estimate.noise[t]});
    }
  });
}

Moments zero_moments(const GradientTable& table) {
  return {.mean = std::vector<double>(static_cast<size_t>(table.rows() * table.vocabulary())),
          .variances = std::vector<double>(positions(table))};
}

}  // namespace

void SequenceEstimate::set_score(const GradientTable& table, const Sequence& x, size_t t,
                                 Weight weight) {
  const auto policy = table.policy(x.prefixes[t]);
  const auto row = std::span(rows).subspan(t * policy.size(), policy.size());
  double squared_score = 0.0;
  for (size_t token = 0; token < policy.size(); ++token) {
    const double score = (static_cast<int64_t>(token) == x.tokens[t] ? 1.0 : 0.0) - policy[token];
    row[token] = weight.mean * score;
    squared_score += square(score);
  }
  noise[t] = weight.variance * squared_score;
}

Moments enumerate(const GradientTable& table, const EstimateOf& estimate_of) {
  Moments moments = zero_moments(table);
  for_each_row(table, estimate_of, [&](const VisitedRow& row) {
    for (size_t i = 0; i < row.entries.size(); ++i) {
      moments.mean[row.first + i] += row.probability * row.entries[i];
    }
  });
  for_each_row(table, estimate_of, [&](const VisitedRow& row) {
    double deviation = row.noise;
    for (size_t i = 0; i < row.entries.size(); ++i) {
      deviation += square(row.entries[i] - moments.mean[row.first + i]);
    }
    moments.variances[row.position] += row.probability * deviation;
  });
  if (table.shared()) return moments;
  // Where a sequence does not pass, its estimate is 0.
  for_each_entry(table, [&](size_t position, size_t entry) {
    const int64_t prefix = static_cast<int64_t>(entry) / table.vocabulary();
    moments.variances[position] += (1 - table.probability(prefix)) * square(moments.mean[entry]);
  });
  return moments;
}

Moments enumerate(const GradientTable& table, const std::function<void(const Visit&)>& walk) {
  Moments moments = zero_moments(table);
  walk([&](double probability, std::span<const double> estimate) {
    for (size_t i = 0; i < estimate.size(); ++i) moments.mean[i] += probability * estimate[i];
  });
  walk([&](double probability, std::span<const double> estimate) {
    for_each_entry(table, [&](size_t position, size_t entry) {
      moments.variances[position] += probability * square(estimate[entry] - moments.mean[entry]);
    });
  });
  return moments;
}

std::vector<double> exact_gradient(const GradientTable& table) {
  const auto vocabulary = static_cast<size_t>(table.vocabulary());
  std::vector<double> gradient(static_cast<size_t>(table.rows()) * vocabulary);
  for (int64_t prefix = 0; prefix < table.prefixes(); ++prefix) {
    const size_t first = static_cast<size_t>(table.row_of(prefix)) * vocabulary;
    for (size_t token = 0; token < vocabulary; ++token) {
      gradient[first + token] += table.probability(prefix) * table.policy(prefix)[token] *
                                 table.advantage(prefix, static_cast<int64_t>(token));
    }
  }
  return gradient;
}

std::vector<double> squared_norms(const GradientTable& table, std::span<const double> gradient) {
  std::vector<double> norms(positions(table));
  for_each_entry(
      table, [&](size_t position, size_t entry) { norms[position] += square(gradient[entry]); });
  return norms;
}

}  // namespace lingan::gradients
