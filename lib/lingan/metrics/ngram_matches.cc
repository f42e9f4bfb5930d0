#include <lingan/metrics/ngram_matches.h>

#include <algorithm>
#include <string>

#include <lingan/base/error.h>
#include <lingan/base/parallel.h>
#include <lingan/engine/cuda_library.h>
#include <lingan/metrics/ngram_levels.h>
#include <lingan/metrics/ngram_table.h>
#include <lingan/metrics/reference_length.h>

namespace lingan::metrics {
namespace {

constexpr uint32_t kNobody = 0xFFFFFFFF;

// Occurrences of an n-gram in the sentence at hand; sentences come one after another.
struct RunningCount {
  uint64_t key;
  uint32_t sentence = kNobody;
  uint32_t count = 0;

  uint32_t next(uint32_t current) {
    count = sentence == current ? count + 1 : 1;
    sentence = current;
    return count;
  }
};

// An n-gram of the hypotheses and how often the reference that has it most often has it.
struct UnionMax : RunningCount {
  uint32_t reference_max = 0;
  uint32_t number = 0;
};

// An n-gram and the two sentences that have it most often.
struct TopTwo : RunningCount {
  uint32_t owner = kNobody;
  uint32_t best = 0;    // count in the owner
  uint32_t second = 0;  // maximum over all sentences but the owner
  uint32_t number = 0;

  void add(uint32_t current, uint32_t occurrence) {
    if (owner == current) {
      best = occurrence;
    } else if (occurrence > best) {
      second = best;
      best = occurrence;
      owner = current;
    } else {
      second = std::max(second, occurrence);
    }
  }
  uint32_t elsewhere(uint32_t current) const { return owner == current ? second : best; }
};

// After the first pass an occurrence's key is no longer needed: its place takes the table slot
// and how often its sentence has had the n-gram so far.
uint64_t pack(uint32_t slot, uint32_t occurrence) { return uint64_t{slot} << 32 | occurrence; }
uint32_t slot_of(uint64_t packed) { return static_cast<uint32_t>(packed >> 32); }
uint32_t occurrence_of(uint64_t packed) { return static_cast<uint32_t>(packed); }

template <typename Entry>
void insert_all(std::span<NgramOccurrence> occurrences, NgramTable<Entry>& table) {
  table.reset(occurrences.size());
  for (auto& occurrence : occurrences) {
    const uint32_t slot = table.insert(occurrence.key);
    occurrence.key = pack(slot, table[slot].next(occurrence.sentence));
  }
}

// Marks the occurrences in hypotheses that a reference accounts for. Hypotheses come first in the
// list: sentence numbers below `hypotheses`.
class AgainstReferences {
 public:
  explicit AgainstReferences(int64_t hypotheses) : hypotheses_(hypotheses) {}

  void operator()(NgramLevels& levels, int64_t partition, std::vector<uint8_t>& matched) {
    const auto all = levels.partition(partition);
    const auto border = std::partition_point(
        all.begin(), all.end(),
        [this](const auto& occurrence) { return occurrence.sentence < hypotheses_; });
    const std::span<NgramOccurrence> ours(all.begin(), border), theirs(border, all.end());
    insert_all(ours, table_);
    for (const auto& occurrence : theirs) count_reference(levels, partition, occurrence);
    for (const auto& occurrence : ours) {
      const UnionMax& entry = table_[slot_of(occurrence.key)];
      matched[occurrence.position] = occurrence_of(occurrence.key) <= entry.reference_max;
      if (entry.reference_max > 0)
        levels.assign(occurrence.position, levels.id(partition, entry.number));
    }
  }

 private:
  void count_reference(NgramLevels& levels, int64_t partition, const NgramOccurrence& occurrence) {
    UnionMax* entry = table_.find(occurrence.key);
    if (!entry) return;
    entry->reference_max = std::max(entry->reference_max, entry->next(occurrence.sentence));
    levels.assign(occurrence.position, levels.id(partition, entry->number));
  }

  int64_t hypotheses_;
  NgramTable<UnionMax> table_;
};

// Marks the occurrences that some other sentence of the list accounts for.
class AgainstOthers {
 public:
  void operator()(NgramLevels& levels, int64_t partition, std::vector<uint8_t>& matched) {
    const auto all = levels.partition(partition);
    insert_all(all, table_);
    for (const auto& occurrence : all) {
      table_[slot_of(occurrence.key)].add(occurrence.sentence, occurrence_of(occurrence.key));
    }
    for (const auto& occurrence : all) {
      const TopTwo& entry = table_[slot_of(occurrence.key)];
      matched[occurrence.position] =
          occurrence_of(occurrence.key) <= entry.elsewhere(occurrence.sentence);
      if (entry.second > 0) levels.assign(occurrence.position, levels.id(partition, entry.number));
    }
  }

 private:
  NgramTable<TopTwo> table_;
};

void require_order(int max_order) {
  if (max_order < 1 || max_order > kMaxOrder) {
    throw UsageError("n-gram order " + std::to_string(max_order) + " is out of range; use 1 to " +
                     std::to_string(kMaxOrder));
  }
}

// Adds up the marks of each of the first `result.size()` sentences for one order.
void sum_marks(const SentenceList& sentences, const std::vector<uint8_t>& matched, int order,
               NgramMatches& result) {
  parallel_for(result.size(), 1024, [&](int64_t begin, int64_t end) {
    for (int64_t i = begin; i < end; ++i) {
      int32_t sum = 0;
      for (int64_t at = sentences.offsets[i]; at < sentences.offsets[i + 1]; ++at)
        sum += matched[at];
      result.matches[i * result.max_order + order - 1] = sum;
    }
  });
}

template <typename Matcher>
void count_orders(const SentenceList& sentences, std::span<const int32_t> groups,
                  const Matcher& matcher, NgramMatches& result) {
  NgramLevels levels(sentences, groups);
  std::vector<uint8_t> matched(static_cast<size_t>(sentences.tokens()));
  for (int order = 1; order <= result.max_order; ++order) {
    levels.next_order();
    std::fill(matched.begin(), matched.end(), 0);
    parallel_for(levels.partitions(), 4, [&](int64_t begin, int64_t end) {
      Matcher own = matcher;
      for (int64_t partition = begin; partition < end; ++partition) own(levels, partition, matched);
    });
    sum_marks(sentences, matched, order, result);
  }
}

// The CUDA device where it is chosen and the tables for so many tokens take at most 5 GiB of it,
// else null.
const engine::cuda::Table* device_for(const SentenceList& sentences) {
  constexpr int64_t kMaxTokens = (int64_t{1} << 26) - 1;
  return sentences.tokens() <= kMaxTokens ? engine::active_cuda() : nullptr;
}

// The same counts by the CUDA device: hypotheses against the references after them, or `others`:
// against one another.
void count_on_device(const engine::cuda::Table& cuda, const SentenceList& sentences,
                     std::span<const int32_t> groups, bool others, NgramMatches& result) {
  const engine::cuda::NgramJob job{.tokens = sentences.ids.data(),
                                   .offsets = sentences.offsets.data(),
                                   .groups = groups.empty() ? nullptr : groups.data(),
                                   .sentences = sentences.size(),
                                   .hypotheses = result.size(),
                                   .others = others ? 1 : 0,
                                   .max_order = result.max_order,
                                   .matches = result.matches.data(),
                                   .cuda_stream = engine::cuda_stream()};
  engine::require_cuda(cuda, cuda.match_ngrams(&job));
}

// Hypotheses come first in the list.
void count_against_references(const SentenceList& all, std::span<const int32_t> groups,
                              NgramMatches& result) {
  if (const engine::cuda::Table* cuda = device_for(all)) {
    return count_on_device(*cuda, all, groups, false, result);
  }
  count_orders(all, groups, AgainstReferences(result.size()), result);
}

NgramMatches empty_counts(const SentenceList& hypotheses, int max_order) {
  require_order(max_order);
  NgramMatches result;
  result.max_order = max_order;
  result.matches.assign(static_cast<size_t>(hypotheses.size()) * max_order, 0);
  result.lengths.resize(static_cast<size_t>(hypotheses.size()));
  for (int64_t i = 0; i < hypotheses.size(); ++i) {
    result.lengths[i] = static_cast<int32_t>(hypotheses.length(i));
  }
  return result;
}

}  // namespace

NgramMatches match_ngrams(const SentenceList& hypotheses, const SentenceList& references,
                          int max_order) {
  NgramMatches result = empty_counts(hypotheses, max_order);
  result.reference_lengths = closest_reference_lengths(hypotheses, references);
  count_against_references(concatenate(hypotheses, references), {}, result);
  return result;
}

NgramMatches match_ngrams(const SentenceList& hypotheses, const SentenceList& references,
                          const ReferenceGroups& groups, int max_order) {
  NgramMatches result = empty_counts(hypotheses, max_order);
  result.reference_lengths = closest_reference_lengths(hypotheses, references, groups);
  const SentenceList all = concatenate(hypotheses, references);
  std::vector<int32_t> group = groups.hypotheses;
  group.insert(group.end(), groups.references.begin(), groups.references.end());
  count_against_references(all, group, result);
  return result;
}

NgramMatches match_others(const SentenceList& sentences, int max_order) {
  NgramMatches result = empty_counts(sentences, max_order);
  result.reference_lengths = closest_other_lengths(sentences);
  if (const engine::cuda::Table* cuda = device_for(sentences)) {
    count_on_device(*cuda, sentences, {}, true, result);
  } else {
    count_orders(sentences, {}, AgainstOthers(), result);
  }
  return result;
}

}  // namespace lingan::metrics
