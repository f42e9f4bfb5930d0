/// How often one or two lists of sentences have each n-gram, order by order.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include <lingan/metrics/ngram_levels.h>
#include <lingan/metrics/ngram_table.h>
#include <lingan/metrics/sentence_list.h>

namespace lingan::metrics {

/// How often two lists have one n-gram; at least one of them has it.
struct NgramCount {
  uint32_t first = 0;
  uint32_t second = 0;
};

/// Counts exactly, in time linear in the tokens for each order.
class NgramCounter {
 public:
  /// @param first  must live as long as the counter if there is no second list.
  /// @throws UsageError if there are more than 2^31 - 1 tokens or sentences.
  explicit NgramCounter(const SentenceList& first, const SentenceList& second = {});

  /// The different n-grams of the next order (1 at the first call), in an order that does not
  /// depend on threads. Valid until the next call.
  std::span<const NgramCount> next_order();

  /// Those of one order: next_order() up to it.
  /// @param order  1..8, not below one that was asked for before.  @throws UsageError otherwise.
  std::span<const NgramCount> of_order(int order);

 private:
  std::vector<NgramCount> count_partition(int64_t partition, NgramTable<NumberedKey>& table);

  SentenceList both_;    // where there are two lists
  uint32_t first_size_;  // sentences of the first list
  NgramLevels levels_;
  std::vector<NgramCount> counts_;
};

/// How many n-grams the sentences have.
int64_t total_ngrams(const SentenceList& sentences, int order);

}  // namespace lingan::metrics
