#include <lingan/metrics/ranking/ranking.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <iterator>

namespace lingan::metrics {
namespace {

constexpr std::array<int64_t, 3> kCutoffs = {3, 5, 10};

double gain(int64_t rank) { return 1.0 / std::log2(static_cast<double>(rank) + 2.0); }

/// How many of them come before rank k.
int64_t count_before(const RelevantRanks& ranks, int64_t k) {
  return std::ranges::lower_bound(ranks, k) - ranks.begin();
}

/// A metric of one query.
struct RankingMetric {
  std::string name, summary;
  double (*value)(const RelevantRanks& ranks, int64_t k);
  int64_t k = 0;  // where it has a cut
};

std::vector<RankingMetric> metrics_with_cuts() {
  std::vector<RankingMetric> all;
  for (const int64_t k : kCutoffs) {
    const std::string first = std::to_string(k);
    all.push_back({"precision-at-" + first,
                   "share of the first " + first + " items that are relevant", precision_at, k});
  }
  for (const int64_t k : kCutoffs) {
    const std::string first = std::to_string(k);
    all.push_back({"ndcg-at-" + first,
                   "discounted gain of the first " + first + " items over the best possible",
                   ndcg_at, k});
  }
  return all;
}

const std::vector<RankingMetric>& all_metrics() {
  static const std::vector<RankingMetric> all = [] {
    std::vector<RankingMetric> metrics = metrics_with_cuts();
    metrics.push_back({"map", "mean over queries of the precision at each relevant item",
                       [](const auto& ranks, int64_t) { return average_precision(ranks); }});
    metrics.push_back({"mrr", "mean of 1 over the place of the first relevant item",
                       [](const auto& ranks, int64_t) { return reciprocal_rank(ranks); }});
    return metrics;
  }();
  return all;
}

}  // namespace

double precision_at(const RelevantRanks& ranks, int64_t k) {
  return static_cast<double>(count_before(ranks, k)) / static_cast<double>(k);
}

double ndcg_at(const RelevantRanks& ranks, int64_t k) {
  double gained = 0.0, best = 0.0;
  for (int64_t i = 0; i < std::min<int64_t>(k, std::ssize(ranks)); ++i) {
    best += gain(i);
    const int64_t rank = ranks[static_cast<size_t>(i)];
    if (rank < k) gained += gain(rank);
  }
  return gained / best;
}

double average_precision(const RelevantRanks& ranks) {
  double sum = 0.0;
  for (size_t i = 0; i < ranks.size(); ++i) {
    sum += static_cast<double>(i + 1) / static_cast<double>(ranks[i] + 1);
  }
  return sum / static_cast<double>(ranks.size());
}

double reciprocal_rank(const RelevantRanks& ranks) {
  return 1.0 / static_cast<double>(ranks.front() + 1);
}

std::map<std::string, double> ranking_metrics(std::span<const RelevantRanks> queries) {
  std::map<std::string, double> means;
  if (queries.empty()) return means;
  for (const RankingMetric& metric : all_metrics()) {
    double sum = 0.0;
    for (const RelevantRanks& ranks : queries) sum += metric.value(ranks, metric.k);
    means[metric.name] = sum / static_cast<double>(queries.size());
  }
  return means;
}

std::vector<std::string> ranking_metric_names() {
  std::vector<std::string> names;
  for (const RankingMetric& metric : all_metrics()) names.push_back(metric.name);
  return names;
}

std::string ranking_metric_summary(const std::string& name) {
  const auto metric = std::ranges::find(all_metrics(), name, &RankingMetric::name);
  return metric == all_metrics().end() ? "" : metric->summary;
}

}  // namespace lingan::metrics
