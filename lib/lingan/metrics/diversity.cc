#include <lingan/metrics/diversity.h>

#include <algorithm>
#include <numeric>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include <fmt/format.h>

#include <lingan/base/error.h>
#include <lingan/base/parallel.h>
#include <lingan/metrics/ngram_levels.h>
#include <lingan/metrics/ngram_matches.h>
#include <lingan/metrics/ngram_table.h>
#include <lingan/metrics/no_value.h>

namespace lingan::metrics {
namespace {

struct Known {
  uint64_t key;
  uint32_t local = 0;
};

// Gives every n-gram of the current order its id.  @return how many there are.
int64_t intern_order(NgramLevels& levels) {
  std::vector<int64_t> different(static_cast<size_t>(levels.partitions()));
  parallel_for(levels.partitions(), 4, [&](int64_t begin, int64_t end) {
    NgramTable<Known> table;
    for (int64_t partition = begin; partition < end; ++partition) {
      const auto occurrences = levels.partition(partition);
      table.reset(occurrences.size());
      for (const auto& occurrence : occurrences) {
        const uint32_t known = table.size();
        Known& entry = table[table.insert(occurrence.key)];
        if (table.size() != known) entry.local = known;
        levels.assign(occurrence.position, levels.id(partition, entry.local));
      }
      different[partition] = table.size();
    }
  });
  return std::accumulate(different.begin(), different.end(), int64_t{0});
}

// A sentence as bytes, for sets of sentences; points into the list.
std::string_view bytes_of(std::span<const int32_t> sentence) {
  return {reinterpret_cast<const char*>(sentence.data()), sentence.size_bytes()};
}

std::unordered_set<std::string_view> set_of(const SentenceList& sentences) {
  std::unordered_set<std::string_view> set;
  for (int64_t i = 0; i < sentences.size(); ++i) set.insert(bytes_of(sentences[i]));
  return set;
}

void require_sentences(const SentenceList& sentences) {
  if (sentences.size() == 0) throw UsageError("there is no sentence to measure");
}

}  // namespace

double distinct_ngrams(const SentenceList& sentences, int order) {
  if (order < 1 || order > kMaxOrder) {
    throw UsageError("distinct-" + std::to_string(order) +
                     " is out of range; use distinct-1 to distinct-8");
  }
  NgramLevels levels(sentences, {});
  int64_t different = 0;
  while (levels.order() < order) {
    levels.next_order();
    different = intern_order(levels);
  }
  int64_t total = 0;
  for (int64_t i = 0; i < sentences.size(); ++i) {
    total += std::max<int64_t>(0, sentences.length(i) - order + 1);
  }
  if (total == 0) throw NoValue(fmt::format("no sentence has {} tokens", order));
  return static_cast<double>(different) / static_cast<double>(total);
}

double unique_share(const SentenceList& sentences) {
  require_sentences(sentences);
  return static_cast<double>(set_of(sentences).size()) / static_cast<double>(sentences.size());
}

double novelty(const SentenceList& sentences, const SentenceList& training) {
  require_sentences(sentences);
  const auto known = set_of(training);
  int64_t novel = 0;
  for (int64_t i = 0; i < sentences.size(); ++i) novel += !known.contains(bytes_of(sentences[i]));
  return static_cast<double>(novel) / static_cast<double>(sentences.size());
}

}  // namespace lingan::metrics
