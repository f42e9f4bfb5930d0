#include <algorithm>
#include <bit>
#include <cmath>

#include <lingan/base/parallel.h>
#include <lingan/base/progress.h>
#include <lingan/metrics/significance/numpy_generator.h>
#include <lingan/metrics/significance/numpy_summary.h>
#include <lingan/metrics/significance/paired_tests.h>

namespace lingan::metrics {
namespace {

constexpr int64_t kBits = 32;          // coins in a word
constexpr int64_t kBlock = 8 * kBits;  // trials whose coins are tossed at once: whole words

// Calls visit(sentence) where the coin of a sentence fell on its head.
template <typename Visit>
void visit_heads(std::span<const uint32_t> coins, int64_t begin, int64_t end, const Visit& visit) {
  for (int64_t word = begin / kBits; word * kBits < end; ++word) {
    for (uint32_t rest = coins[word]; rest != 0; rest &= rest - 1) {
      const int64_t at = word * kBits + std::countr_zero(rest);
      if (at >= begin && at < end) visit(at - begin);
    }
  }
}

// A system beside the baseline.
struct Pair {
  int columns;
  std::vector<int32_t> differences;  // [sentences, columns], baseline - system
  std::vector<double> own;           // sums of the system
  std::vector<double> both;          // sums of system and baseline

  Pair(const SegmentStatistics& baseline, const SegmentStatistics& system)
      : columns(system.columns), differences(baseline.values), own(system.sums()), both(own) {
    for (size_t i = 0; i < differences.size(); ++i) differences[i] -= system.values[i];
    const auto others = baseline.sums();
    for (size_t i = 0; i < both.size(); ++i) both[i] += others[i];
  }

  // By how much the two differ after the exchange: where the coin shows its head, the first of them
  // has the baseline's sentence.
  double difference(const CorpusScore& metric, std::span<const uint32_t> coins, int64_t begin,
                    int64_t end) const {
    std::vector<int64_t> change(static_cast<size_t>(columns), 0);
    visit_heads(coins, begin, end, [&](int64_t sentence) {
      const int32_t* row = differences.data() + sentence * columns;
      for (int i = 0; i < columns; ++i) change[i] += row[i];
    });
    std::vector<double> first(own), second(both);
    for (int i = 0; i < columns; ++i) {
      first[i] += static_cast<double>(change[i]);
      second[i] -= first[i];
    }
    return std::abs(metric.score(first) - metric.score(second));
  }
};

// [pairs][samples]
std::vector<std::vector<double>> exchanged(const CorpusScore& metric, std::span<const Pair> pairs,
                                           int64_t sentences, int64_t samples) {
  std::vector<std::vector<double>> differences(pairs.size(),
                                               std::vector<double>(static_cast<size_t>(samples)));
  std::vector<uint32_t> coins(static_cast<size_t>(kBlock / kBits * sentences));
  NumpyGenerator generator(kResamplingSeed);
  Progress progress("exchanging", samples, "trials");
  for (int64_t begin = 0; begin < samples; begin += kBlock) {
    const int64_t count = std::min(kBlock, samples - begin);
    for (uint32_t& word : coins) word = generator.next32();
    parallel_for(count, 8, [&](int64_t first, int64_t last) {
      for (int64_t i = first; i < last; ++i) {
        for (size_t s = 0; s < pairs.size(); ++s) {
          differences[s][begin + i] =
              pairs[s].difference(metric, coins, i * sentences, (i + 1) * sentences);
        }
      }
    });
    progress.update(begin + count);
  }
  return differences;
}

}  // namespace

std::vector<SystemResult> paired_randomization(const CorpusScore& metric,
                                               std::span<const SegmentStatistics> systems,
                                               int64_t samples) {
  std::vector<SystemResult> results;
  std::vector<Pair> pairs;
  for (const auto& system : systems) {
    if (!results.empty()) pairs.emplace_back(systems[0], system);
    results.push_back({.score = metric.score(system.sums())});
  }
  const auto differences = exchanged(metric, pairs, systems[0].size(), samples);
  for (size_t s = 0; s < pairs.size(); ++s) {
    const double real = std::abs(results[0].score - results[s + 1].score);
    results[s + 1].p = p_value<double>(differences[s], real);
  }
  return results;
}

}  // namespace lingan::metrics
