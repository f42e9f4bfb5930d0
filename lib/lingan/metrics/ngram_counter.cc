#include <lingan/metrics/ngram_counter.h>

#include <algorithm>

#include <fmt/format.h>

#include <lingan/base/error.h>
#include <lingan/base/parallel.h>
#include <lingan/metrics/ngram_matches.h>
#include <lingan/metrics/ngram_table.h>

namespace lingan::metrics {
namespace {

struct Known {
  uint64_t key;
  uint32_t local = 0;
};

}  // namespace

NgramCounter::NgramCounter(const SentenceList& first, const SentenceList& second)
    : sentences_(concatenate(first, second)),
      first_size_(static_cast<uint32_t>(first.size())),
      levels_(sentences_, {}) {}

std::vector<NgramCount> NgramCounter::count_partition(int64_t partition) {
  const auto occurrences = levels_.partition(partition);
  NgramTable<Known> table;
  table.reset(occurrences.size());
  std::vector<NgramCount> counts;
  for (const auto& occurrence : occurrences) {
    Known& entry = table[table.insert(occurrence.key)];
    if (table.size() != counts.size()) {
      entry.local = static_cast<uint32_t>(counts.size());
      counts.emplace_back();
    }
    NgramCount& count = counts[entry.local];
    ++(occurrence.sentence < first_size_ ? count.first : count.second);
    levels_.assign(occurrence.position, levels_.id(partition, entry.local));
  }
  return counts;
}

std::span<const NgramCount> NgramCounter::next_order() {
  levels_.next_order();
  std::vector<std::vector<NgramCount>> parts(static_cast<size_t>(levels_.partitions()));
  parallel_for(levels_.partitions(), 4, [&](int64_t begin, int64_t end) {
    for (int64_t partition = begin; partition < end; ++partition) {
      parts[partition] = count_partition(partition);
    }
  });
  counts_.clear();
  for (const auto& part : parts) counts_.insert(counts_.end(), part.begin(), part.end());
  return counts_;
}

std::span<const NgramCount> NgramCounter::of_order(int order) {
  if (order < 1 || order > kMaxOrder || order < levels_.order()) {
    throw UsageError(
        fmt::format("n-gram order {} is out of range; use {} to 8", order, levels_.order() + 1));
  }
  while (levels_.order() < order) next_order();
  return counts_;
}

int64_t total_ngrams(const SentenceList& sentences, int order) {
  int64_t total = 0;
  for (int64_t i = 0; i < sentences.size(); ++i) {
    total += std::max<int64_t>(0, sentences.length(i) - order + 1);
  }
  return total;
}

}  // namespace lingan::metrics
