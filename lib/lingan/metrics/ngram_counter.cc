#include <lingan/metrics/ngram_counter.h>

#include <algorithm>

#include <fmt/format.h>

#include <lingan/base/error.h>
#include <lingan/base/parallel.h>
#include <lingan/metrics/ngram_matches.h>

namespace lingan::metrics {

NgramCounter::NgramCounter(const SentenceList& first, const SentenceList& second)
    : both_(second.size() > 0 ? concatenate(first, second) : SentenceList{}),
      first_size_(static_cast<uint32_t>(first.size())),
      levels_(second.size() > 0 ? both_ : first, {}) {}

std::vector<NgramCount> NgramCounter::count_partition(int64_t partition,
                                                      NgramTable<NumberedKey>& table) {
  const auto occurrences = levels_.partition(partition);
  table.reset(occurrences.size());
  std::vector<NgramCount> counts;
  for (const auto& occurrence : occurrences) {
    const uint32_t number = table[table.insert(occurrence.key)].number;
    if (number == counts.size()) counts.emplace_back();
    ++(occurrence.sentence < first_size_ ? counts[number].first : counts[number].second);
    levels_.assign(occurrence.position, levels_.id(partition, number));
  }
  return counts;
}

std::span<const NgramCount> NgramCounter::next_order() {
  levels_.next_order();
  std::vector<std::vector<NgramCount>> parts(static_cast<size_t>(levels_.partitions()));
  parallel_for(levels_.partitions(), 4, [&](int64_t begin, int64_t end) {
    NgramTable<NumberedKey> table;
    for (int64_t partition = begin; partition < end; ++partition) {
      parts[partition] = count_partition(partition, table);
    }
  });
  counts_.clear();
  for (const auto& part : parts) counts_.insert(counts_.end(), part.begin(), part.end());
  return counts_;
}

std::span<const NgramCount> NgramCounter::of_order(int order) {
  if (order < 1 || order > kMaxOrder || order < levels_.order()) {
    throw UsageError(fmt::format("n-gram order {} is out of range; use {} to 8", order,
                                 std::max(1, levels_.order())));
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
