#include <lingan/metrics/memory/nearest_sentences.h>

#include <algorithm>
#include <cstring>
#include <functional>
#include <numeric>

#include <lingan/base/error.h>
#include <lingan/base/parallel.h>
#include <lingan/metrics/evaluation.h>
#include <lingan/metrics/memory/edit_distance.h>
#include <lingan/metrics/metric_cards.h>
#include <lingan/metrics/sentence_sums.h>

namespace lingan::metrics {
namespace {

constexpr int64_t kBlock = 2048;  // sentences whose bounds are made, and looked through, at once
constexpr int64_t kGrain = 16;    // queries that a thread takes at once

}  // namespace

NearestSentences::NearestSentences(const SentenceList& sentences) {
  if (sentences.size() == 0) throw UsageError("there is no sentence to be near to");
  number_tokens(sentences);
  sort_by_length(sentences);
  make_signatures();
}

// Frequent tokens get small numbers: tables over numbers stay in the cache where they are used.
void NearestSentences::number_tokens(const SentenceList& sentences) {
  const int32_t largest = sentences.ids.empty() ? 0 : *std::ranges::max_element(sentences.ids);
  std::vector<int64_t> frequencies(static_cast<size_t>(largest) + 1);
  for (const int32_t id : sentences.ids) ++frequencies[id];
  std::vector<int32_t> ids(frequencies.size());
  std::iota(ids.begin(), ids.end(), 0);
  std::ranges::stable_sort(ids, std::greater<>(), [&](int32_t id) { return frequencies[id]; });
  numbers_.resize(frequencies.size());
  for (const int32_t id : ids) {
    if (frequencies[id] > 0) numbers_[id] = vocabulary_++;
  }
}

SentenceList NearestSentences::numbered(const SentenceList& sentences) const {
  SentenceList numbered = sentences;
  for (int32_t& id : numbered.ids) {
    id = static_cast<size_t>(id) < numbers_.size() ? numbers_[id] : 0;
  }
  return numbered;
}

void NearestSentences::sort_by_length(const SentenceList& sentences) {
  const SentenceList unsorted = numbered(sentences);
  std::vector<int64_t> order(static_cast<size_t>(unsorted.size()));
  std::iota(order.begin(), order.end(), int64_t{0});
  std::ranges::stable_sort(order, {}, [&](int64_t index) { return unsorted.length(index); });
  sentences_.ids.reserve(unsorted.ids.size());
  for (const int64_t index : order) sentences_.append(unsorted[index]);
  for (int64_t i = 0; i < sentences_.size(); ++i) {
    const auto length = static_cast<int32_t>(sentences_.length(i));
    if (blocks_.empty() || blocks_.back().length != length || i - blocks_.back().begin == kBlock) {
      blocks_.push_back({i, i, length});
    }
    blocks_.back().end = i + 1;
  }
}

void NearestSentences::make_signatures() {
  first_.resize(static_cast<size_t>(sentences_.size()));
  second_.resize(first_.size());
  bits_.resize(first_.size());
  SignatureMaker signature_of(vocabulary_);
  for (int64_t i = 0; i < sentences_.size(); ++i) {
    const TokenSignature signature = signature_of(sentences_[i]);
    first_[i] = signature.words[0];
    second_[i] = signature.words[1];
    bits_[i] = static_cast<uint8_t>(signature.bits());
  }
}

SignatureBlock NearestSentences::signatures(const Block& block) const {
  return {.first = first_.data() + block.begin,
          .second = second_.data() + block.begin,
          .bits = bits_.data() + block.begin,
          .count = block.end - block.begin,
          .length = block.length};
}

// One query after another.
class NearestSentences::Search {
 public:
  explicit Search(const NearestSentences& index)
      : index_(index),
        signature_of_(index.vocabulary_),
        edits_(index.vocabulary_),
        bounds_(static_cast<size_t>(index.sentences_.size())),
        smallest_(index.blocks_.size()) {}

  int32_t nearest(std::span<const int32_t> query) {
    bound(signature_of_(query));
    edits_.set_pattern(query);
    nearest_ = static_cast<int32_t>(query.size()) + index_.blocks_.back().length + 1;
    for (int bound = 0; bound < nearest_ && bound <= kLargestBound; ++bound) {
      for (size_t block = 0; block < smallest_.size(); ++block) {
        if (smallest_[block] <= bound) look_at(index_.blocks_[block], static_cast<uint8_t>(bound));
      }
    }
    return nearest_;
  }

 private:
  void bound(const TokenSignature& query) {
    for (size_t block = 0; block < smallest_.size(); ++block) {
      smallest_[block] = bound_distances(query, index_.signatures(index_.blocks_[block]),
                                         bounds_.data() + index_.blocks_[block].begin);
    }
  }

  // Computes the distances to the sentences of one bound.
  void look_at(const Block& block, uint8_t bound) {
    const uint8_t* at = bounds_.data() + block.begin;
    const uint8_t* end = bounds_.data() + block.end;
    while ((at = static_cast<const uint8_t*>(
                std::memchr(at, bound, static_cast<size_t>(end - at)))) != nullptr) {
      nearest_ = edits_.distance(index_.sentences_[at - bounds_.data()], nearest_);
      if (nearest_ <= bound || ++at == end) return;
    }
  }

  const NearestSentences& index_;
  SignatureMaker signature_of_;
  EditDistance edits_;
  std::vector<uint8_t> bounds_;    // [sentences]
  std::vector<uint8_t> smallest_;  // [blocks]
  int32_t nearest_ = 0;
};

std::vector<int32_t> NearestSentences::distances(const SentenceList& queries) const {
  const SentenceList numbered_queries = numbered(queries);
  std::vector<int32_t> distances(static_cast<size_t>(queries.size()));
  parallel_for(queries.size(), kGrain, [&](int64_t begin, int64_t end) {
    Search search(*this);
    for (int64_t i = begin; i < end; ++i) distances[i] = search.nearest(numbered_queries[i]);
  });
  return distances;
}

double nearest_training_distance(const SentenceList& hypotheses, const SentenceList& training) {
  require_sentences(hypotheses);
  return mean_of(NearestSentences(training).distances(hypotheses));
}

MetricCard nearest_train_card() {
  return {
      .name = "nearest-train",
      .summary = "edit distance to the nearest training sentence, in tokens, mean over hypotheses",
      .paper = "Levenshtein distance; exact",
      .direction = Direction::kHigherIsBetter,
      .needs = Needs::kTraining,
      .value =
          [](EvaluationCounts& counts, int) {
            return nearest_training_distance(counts.sentences().hypotheses,
                                             counts.training_sentences());
          },
      .sums =
          [](EvaluationCounts& counts, int) {
            const NearestSentences nearest(counts.training_sentences());
            return mean_of_sentences(nearest.distances(counts.sentences().hypotheses));
          }};
}

}  // namespace lingan::metrics
