/// What a ranking of items is worth, by the ranks of the relevant ones.
#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <vector>

namespace lingan::metrics {

/// Ranks of all relevant items of a query, from 0 on, ascending; at least one.
using RelevantRanks = std::vector<int64_t>;

/// Share of the first k items that are relevant, 0..1.
/// @param k  >= 1; below it the relevant items of a query keep the value from reaching 1.
double precision_at(const RelevantRanks& ranks, int64_t k);

/// Normalized discounted cumulative gain of the first k items, 0..1: the sum of 1 / log2(i + 2)
/// over relevant ranks i < k, over that of a ranking with all relevant items first (Jarvelin and
/// Kekalainen 2002, with relevance 0 or 1).
double ndcg_at(const RelevantRanks& ranks, int64_t k);

/// Mean of the precision at each relevant item, 0..1.
double average_precision(const RelevantRanks& ranks);

/// 1 / (1 + the first relevant rank), 0..1.
double reciprocal_rank(const RelevantRanks& ranks);

/// Means over queries, by name: `precision-at-K` and `ndcg-at-K` for K = 3, 5 and 10 (as IRGAN,
/// Wang et al. 2017, reports them), `map` and `mrr`. All of them are 0..1; higher is better. Empty
/// where there is no query.
std::map<std::string, double> ranking_metrics(std::span<const RelevantRanks> queries);

/// Those names.
std::vector<std::string> ranking_metric_names();

/// What a metric of that name is, in a line.
std::string ranking_metric_summary(const std::string& name);

}  // namespace lingan::metrics
