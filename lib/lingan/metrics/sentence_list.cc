#include <lingan/metrics/sentence_list.h>

#include <limits>
#include <numeric>

#include <lingan/base/error.h>

namespace lingan::metrics {

void require_sentences(const SentenceList& sentences) {
  if (sentences.size() == 0) throw UsageError("there is no sentence to measure");
}

double mean_of(std::span<const int32_t> numbers) {
  return static_cast<double>(std::accumulate(numbers.begin(), numbers.end(), int64_t{0})) /
         static_cast<double>(numbers.size());
}

SentenceList strip_specials(const TokenBatch& batch, const SpecialTokens& specials) {
  SentenceList list;
  list.ids.reserve(batch.tokens.size());
  list.offsets.reserve(static_cast<size_t>(batch.rows) + 1);
  const bool has_eos = specials.eos >= 0;
  for (int64_t row = 0; row < batch.rows; ++row) {
    for (const int32_t id : batch.row(row)) {
      if (id == specials.eos) break;
      if (!has_eos || (id != specials.pad && id != specials.bos)) list.ids.push_back(id);
    }
    list.offsets.push_back(list.tokens());
  }
  return list;
}

void UnknownWords::separate(SentenceList& list) {
  if (unk_ < 0) return;
  for (int32_t& id : list.ids) {
    if (id == unk_) id = next_ == std::numeric_limits<int32_t>::max() ? next_ : next_++;
  }
}

SentenceList slice(const SentenceList& list, int64_t begin, int64_t end) {
  SentenceList part;
  const int64_t first = list.offsets[begin];
  part.ids.assign(list.ids.begin() + first, list.ids.begin() + list.offsets[end]);
  part.offsets.reserve(static_cast<size_t>(end - begin) + 1);
  for (int64_t i = begin; i < end; ++i) part.offsets.push_back(list.offsets[i + 1] - first);
  return part;
}

SentenceList concatenate(const SentenceList& first, const SentenceList& second) {
  SentenceList joined;
  joined.ids.reserve(first.ids.size() + second.ids.size());
  joined.offsets.reserve(first.offsets.size() + second.offsets.size());
  joined.ids = first.ids;
  joined.offsets = first.offsets;
  joined.ids.insert(joined.ids.end(), second.ids.begin(), second.ids.end());
  for (int64_t i = 1; i <= second.size(); ++i) {
    joined.offsets.push_back(first.tokens() + second.offsets[i]);
  }
  return joined;
}

}  // namespace lingan::metrics
