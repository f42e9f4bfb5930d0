#include <lingan/metrics/ngram_levels.h>

#include <algorithm>
#include <bit>
#include <limits>

#include <lingan/base/error.h>
#include <lingan/base/parallel.h>

namespace lingan::metrics {
namespace {

constexpr int64_t kChunkSentences = 1024;  // sentences that one call of a parallel body takes
constexpr int64_t kPartitionTokens =
    4096;  // occurrences per partition: its table fits a level-2 cache
constexpr int kMaxPartitionBits = 10;

}  // namespace

NgramLevels::NgramLevels(const SentenceList& sentences, std::span<const int32_t> groups)
    : sentences_(sentences), groups_(groups) {
  constexpr int64_t kMax = std::numeric_limits<int32_t>::max();
  if (sentences.tokens() > kMax || sentences.size() > kMax) {
    throw UsageError("n-grams: more than 2147483647 tokens or sentences at once; measure fewer");
  }
  const auto wanted = static_cast<uint64_t>(sentences.tokens() / kPartitionTokens);
  const int bits = std::min(static_cast<int>(std::bit_width(wanted)), kMaxPartitionBits);
  shift_ = 64 - bits;
  starts_.assign((size_t{1} << bits) + 1, 0);
  next_ids_.resize(static_cast<size_t>(sentences.tokens()));
  ids_.resize(static_cast<size_t>(sentences.tokens()));
}

template <typename Visit>
void NgramLevels::visit_chunk(int64_t chunk, const Visit& visit) const {
  const int64_t last = std::min(sentences_.size(), (chunk + 1) * kChunkSentences);
  for (int64_t sentence = chunk * kChunkSentences; sentence < last; ++sentence) {
    const int64_t end = sentences_.offsets[sentence + 1] - order_ + 1;
    const uint64_t group = groups_.empty() ? 0 : static_cast<uint32_t>(groups_[sentence]);
    for (int64_t at = sentences_.offsets[sentence]; at < end; ++at) {
      uint64_t key;
      if (order_ == 1) {
        key = group << 32 | static_cast<uint32_t>(sentences_.ids[at]);
      } else {
        if (ids_[at] == kDropped || ids_[at + 1] == kDropped) continue;
        key = uint64_t{ids_[at]} << 32 | ids_[at + 1];
      }
      const uint64_t hash = hash_ngram_key(key);
      const uint64_t partition = shift_ == 64 ? 0 : hash >> shift_;
      visit(partition,
            NgramOccurrence{key, static_cast<uint32_t>(at), static_cast<uint32_t>(sentence)});
    }
  }
}

void NgramLevels::next_order() {
  ++order_;
  std::swap(ids_, next_ids_);
  std::fill(next_ids_.begin(), next_ids_.end(), kDropped);
  count_partitions();
  scatter();
}

// Sets cursors_ to where each chunk's occurrences of each partition begin.
void NgramLevels::count_partitions() {
  const int64_t chunks = (sentences_.size() + kChunkSentences - 1) / kChunkSentences;
  const int64_t width = partitions();
  cursors_.assign(static_cast<size_t>(chunks * width), 0);
  parallel_for(chunks, 1, [&](int64_t begin, int64_t end) {
    for (int64_t chunk = begin; chunk < end; ++chunk) {
      int64_t* counts = cursors_.data() + chunk * width;
      visit_chunk(chunk,
                  [counts](uint64_t partition, const NgramOccurrence&) { ++counts[partition]; });
    }
  });
  int64_t total = 0;
  for (int64_t partition = 0; partition < width; ++partition) {
    starts_[partition] = total;
    for (int64_t chunk = 0; chunk < chunks; ++chunk) {
      const int64_t count = cursors_[chunk * width + partition];
      cursors_[chunk * width + partition] = total;
      total += count;
    }
  }
  starts_[width] = total;
}

void NgramLevels::scatter() {
  if (static_cast<int64_t>(occurrences_.size()) < starts_.back())
    occurrences_.resize(starts_.back());
  const int64_t width = partitions();
  const int64_t chunks = static_cast<int64_t>(cursors_.size()) / width;
  parallel_for(chunks, 1, [&](int64_t begin, int64_t end) {
    for (int64_t chunk = begin; chunk < end; ++chunk) {
      int64_t* cursor = cursors_.data() + chunk * width;
      visit_chunk(chunk, [&](uint64_t partition, const NgramOccurrence& occurrence) {
        occurrences_[cursor[partition]++] = occurrence;
      });
    }
  });
}

}  // namespace lingan::metrics
