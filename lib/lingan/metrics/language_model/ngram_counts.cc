#include <lingan/metrics/language_model/ngram_counts.h>

#include <atomic>
#include <span>
#include <utility>

#include <lingan/base/error.h>
#include <lingan/base/parallel.h>
#include <lingan/base/progress.h>
#include <lingan/metrics/ngram_levels.h>
#include <lingan/metrics/ngram_table.h>

namespace lingan::metrics {
namespace {

constexpr int64_t kPartitions = 4;  // that one call of a parallel body takes

SentenceList with_marks(const SentenceList& sentences) {
  SentenceList marked;
  marked.ids.reserve(sentences.ids.size() + 2 * static_cast<size_t>(sentences.size()));
  marked.offsets.reserve(sentences.offsets.size());
  for (int64_t i = 0; i < sentences.size(); ++i) {
    const auto sentence = sentences[i];
    marked.ids.push_back(kSentenceBegin);
    marked.ids.insert(marked.ids.end(), sentence.begin(), sentence.end());
    marked.ids.push_back(kSentenceEnd);
    marked.offsets.push_back(marked.tokens());
  }
  return marked;
}

/// Numbers the different n-grams of a partition 0, 1, ... in the order of the text; each
/// occurrence's `sentence` becomes that number.
/// @return how many there are.
uint32_t number_ngrams(std::span<NgramOccurrence> occurrences, NgramTable<NumberedKey>& table) {
  table.reset(occurrences.size());
  for (NgramOccurrence& occurrence : occurrences) {
    occurrence.sentence = table[table.insert(occurrence.key)].number;
  }
  return table.size();
}

class Counter {
 public:
  Counter(const SentenceList& sentences, int32_t vocabulary_size)
      : marked_(with_marks(sentences)),
        levels_(marked_, {}),
        raw_(static_cast<size_t>(vocabulary_size)),
        begins_(raw_.size()) {
    begins_[kSentenceBegin] = 1;
    for (int32_t word = 0; word < vocabulary_size; ++word) ngrams_.words.push_back(word);
    ngrams_.contexts.assign(raw_.size(), NgramModel::kNone);
    ngrams_.suffixes.assign(raw_.size(), NgramModel::kNone);
    ngrams_.starts.push_back(static_cast<uint32_t>(raw_.size()));
  }

  AdjustedCounts count(int order) && {
    Progress progress("counting n-grams", order, "orders");
    count_words();
    for (int k = 2; k <= order; ++k) {
      progress.update(k - 1);
      note_last();
      count_next_order();
    }
    counts_.insert(counts_.end(), raw_.begin(), raw_.end());
    counts_[kSentenceBegin] = 0;
    progress.update(order);
    return {std::move(ngrams_), std::move(counts_), std::move(last_)};
  }

 private:
  void count_words() {
    levels_.next_order();
    for_each_partition([&](int64_t partition) {
      for (const NgramOccurrence& occurrence : levels_.partition(partition)) {
        ++raw_[occurrence.key];  // all occurrences of a word are in one partition
        levels_.assign(occurrence.position, static_cast<uint32_t>(occurrence.key));
      }
    });
  }

  /// Collects the n-grams of the next order; what stands before those of this one is then known.
  void count_next_order() {
    levels_.next_order();
    const std::vector<uint32_t> numbers = number_partitions();
    ngrams_.words.resize(numbers.back());
    ngrams_.contexts.resize(numbers.back());
    ngrams_.suffixes.resize(numbers.back());
    const uint32_t first = ngrams_.starts.back();
    std::vector<uint32_t> raw(numbers.back() - first);
    std::vector<uint8_t> begins(raw.size());
    std::vector<uint32_t> before(raw_.size());
    for_each_partition([&](int64_t partition) {
      uint32_t next = numbers[partition];
      for (const NgramOccurrence& occurrence : levels_.partition(partition)) {
        const uint32_t ngram = numbers[partition] + occurrence.sentence;
        if (ngram == next) {
          ++next;
          begins[ngram - first] = add(ngram, occurrence.key, before);
        }
        ++raw[ngram - first];
        levels_.assign(occurrence.position, ngram);
      }
    });
    for (size_t i = 0; i < raw_.size(); ++i) counts_.push_back(begins_[i] ? raw_[i] : before[i]);
    raw_ = std::move(raw);
    begins_ = std::move(begins);
    ngrams_.starts.push_back(numbers.back());
  }

  /// The number of the first new n-gram of each partition, and that after the last.
  std::vector<uint32_t> number_partitions() {
    std::vector<uint32_t> sizes(static_cast<size_t>(levels_.partitions()));
    parallel_for(levels_.partitions(), kPartitions, [&](int64_t begin, int64_t end) {
      NgramTable<NumberedKey> table;
      for (int64_t i = begin; i < end; ++i) sizes[i] = number_ngrams(levels_.partition(i), table);
    });
    std::vector<uint32_t> numbers = {ngrams_.starts.back()};
    for (const uint32_t size : sizes) {
      if (size >= NgramModel::kNone - numbers.back()) {
        throw UsageError(
            "more than 4294967294 different n-grams; lower `order`, or take less text");
      }
      numbers.push_back(numbers.back() + size);
    }
    return numbers;
  }

  /// @return whether the n-gram begins with `<s>`.
  uint8_t add(uint32_t ngram, uint64_t key, std::vector<uint32_t>& before) {
    const uint32_t below = ngrams_.starts[ngrams_.order() - 1];
    const auto context = static_cast<uint32_t>(key >> 32);
    const auto suffix = static_cast<uint32_t>(key);
    ngrams_.contexts[ngram] = context;
    ngrams_.suffixes[ngram] = suffix;
    ngrams_.words[ngram] = ngrams_.words[suffix];
    std::atomic_ref(before[suffix - below]).fetch_add(1, std::memory_order_relaxed);
    return begins_[context - below];
  }

  /// Finds the last n-gram of this order among those that end with the last of the order below.
  void note_last() {
    if (ngrams_.order() == 1) {
      const auto word = static_cast<uint32_t>(raw_.size() - 1);
      return last_.push_back({word, raw_[word]});
    }
    if (static_cast<int>(last_.size()) != ngrams_.order() - 1) return;
    const uint32_t suffix = last_.back().ngram;
    const uint32_t begin = ngrams_.starts[ngrams_.order() - 1];
    uint32_t last = NgramModel::kNone;
    for (uint32_t ngram = begin; ngram < ngrams_.starts.back(); ++ngram) {
      if (ngrams_.suffixes[ngram] != suffix) continue;
      if (last == NgramModel::kNone || first_word(last) < first_word(ngram)) last = ngram;
    }
    if (last != NgramModel::kNone) last_.push_back({last, raw_[last - begin]});
  }

  uint32_t first_word(uint32_t ngram) const {
    while (ngrams_.contexts[ngram] != NgramModel::kNone) ngram = ngrams_.contexts[ngram];
    return ngram;
  }

  template <typename Body>
  void for_each_partition(const Body& body) {
    parallel_for(levels_.partitions(), kPartitions, [&](int64_t begin, int64_t end) {
      for (int64_t partition = begin; partition < end; ++partition) body(partition);
    });
  }

  SentenceList marked_;
  NgramLevels levels_;
  NgramModel ngrams_;
  std::vector<uint32_t> counts_;  // of all orders below this one, adjusted
  std::vector<uint32_t> raw_;     // [n-grams of this order]
  std::vector<uint8_t> begins_;   // [n-grams of this order], with <s>
  std::vector<AdjustedCounts::Last> last_;
};

}  // namespace

AdjustedCounts adjusted_counts(const SentenceList& sentences, int32_t vocabulary_size, int order) {
  return Counter(sentences, vocabulary_size).count(order);
}

}  // namespace lingan::metrics
