#include <lingan/metrics/vectors/retrieval.h>

#include <algorithm>
#include <vector>

#include <lingan/base/error.h>
#include <lingan/base/parallel.h>

namespace lingan::metrics {
namespace {

constexpr int64_t kQueries = 16;  // of a parallel chunk

/// Others at one distance from a query.
struct Tied {
  double others = 0;
  double relevant = 0;  ///< those of the query's label
};

/// What one query finds.
struct Found {
  double precision = 0;
  double average_precision = 0;
  double relevant = 0;
};

/// 1 + 1/2 + .. + 1/n of n = 0..count.
std::vector<double> harmonic_numbers(int64_t count) {
  std::vector<double> sums(static_cast<size_t>(count) + 1);
  for (int64_t n = 1; n <= count; ++n) sums[n] = sums[n - 1] + 1.0 / static_cast<double>(n);
  return sums;
}

/// The others of a query, counted by distance: [Z + 1].
std::vector<Tied> by_distance(const BinaryCodes& codes, std::span<const int32_t> labels,
                              int64_t query) {
  std::vector<Tied> ties(static_cast<size_t>(codes.bits) + 1);
  for (int64_t other = 0; other < codes.size(); ++other) {
    if (other == query) continue;
    Tied& tied = ties[codes.distance(query, other)];
    tied.others += 1;
    tied.relevant += labels[other] == labels[query] ? 1 : 0;
  }
  return ties;
}

/// The sum over a tie's ranks of the chance that a relevant one stands there times the precision up
/// to it: McSherry & Najork 2008, sec. 2.4.
/// @param before  all that is nearer.
double precision_sum(const Tied& tied, const Tied& before, std::span<const double> harmonic) {
  const auto first = static_cast<size_t>(before.others);
  const double inverse_ranks = harmonic[first + static_cast<size_t>(tied.others)] - harmonic[first];
  const double share_of_rest = tied.others > 1 ? (tied.relevant - 1) / (tied.others - 1) : 0.0;
  const double earlier_of_tie = tied.others - (before.others + 1) * inverse_ranks;
  return tied.relevant / tied.others *
         ((before.relevant + 1) * inverse_ranks + share_of_rest * earlier_of_tie);
}

Found look_up(std::span<const Tied> ties, double nearest, std::span<const double> harmonic) {
  Found found;
  Tied before;
  double in_nearest = 0, precisions = 0;
  for (const Tied& tied : ties) {
    if (tied.others == 0) continue;
    const double taken = std::clamp(nearest - before.others, 0.0, tied.others);
    in_nearest += tied.relevant * taken / tied.others;
    precisions += precision_sum(tied, before, harmonic);
    before.others += tied.others;
    before.relevant += tied.relevant;
  }
  found.relevant = before.relevant;
  if (found.relevant == 0) return found;
  found.precision = in_nearest / std::min(nearest, before.others);
  found.average_precision = precisions / found.relevant;
  return found;
}

}  // namespace

Retrieval retrieval(const BinaryCodes& codes, std::span<const int32_t> labels, int64_t nearest) {
  const std::vector<double> harmonic = harmonic_numbers(codes.size());
  std::vector<Found> all(static_cast<size_t>(codes.size()));
  parallel_for(codes.size(), kQueries, [&](int64_t begin, int64_t end) {
    for (int64_t query = begin; query < end; ++query) {
      all[query] =
          look_up(by_distance(codes, labels, query), static_cast<double>(nearest), harmonic);
    }
  });
  Retrieval sums;
  for (const Found& found : all) {
    sums.queries += found.relevant > 0 ? 1 : 0;
    sums.precision += found.precision;
    sums.mean_average_precision += found.average_precision;
    sums.chance += found.relevant;
  }
  if (sums.queries == 0) throw UsageError("`labels`: no two sentences have the same one");
  const auto queries = static_cast<double>(sums.queries);
  return {.queries = sums.queries,
          .precision = sums.precision / queries,
          .mean_average_precision = sums.mean_average_precision / queries,
          .chance = sums.chance / queries / static_cast<double>(codes.size() - 1)};
}

}  // namespace lingan::metrics
