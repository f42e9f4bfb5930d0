#include <lingan/metrics/language_model/ngram_index.h>

#include <algorithm>
#include <bit>
#include <utility>

#include <lingan/metrics/ngram_levels.h>

namespace lingan::metrics {

NgramIndex::NgramIndex(const NgramModel& model) : model_(model) {
  const auto ngrams = static_cast<uint32_t>(model.words.size());
  resize(ngrams - model.starts[1]);
  for (uint32_t ngram = model.starts[1]; ngram < ngrams; ++ngram) add(ngram);
}

void NgramIndex::add(uint32_t ngram) {
  if (2 * (size_ + 1) > slots_.size()) {
    const std::vector<uint32_t> old = std::move(slots_);
    resize(2 * size_ + 1);
    for (const uint32_t known : old) {
      if (known != NgramModel::kNone) {
        slots_[slot_of(model_.contexts[known], model_.words[known])] = known;
      }
    }
  }
  slots_[slot_of(model_.contexts[ngram], model_.words[ngram])] = ngram;
  ++size_;
}

void NgramIndex::resize(size_t ngrams) {
  slots_.assign(std::bit_ceil(2 * std::max<size_t>(ngrams, 8)), NgramModel::kNone);
}

size_t NgramIndex::slot_of(uint32_t context, int32_t word) const {
  const size_t mask = slots_.size() - 1;
  size_t slot = hash_ngram_key(uint64_t{context} << 32 | static_cast<uint32_t>(word)) & mask;
  for (uint32_t known = slots_[slot]; known != NgramModel::kNone; known = slots_[slot]) {
    if (model_.contexts[known] == context && model_.words[known] == word) break;
    slot = (slot + 1) & mask;
  }
  return slot;
}

}  // namespace lingan::metrics
