#include <lingan/metrics/word_interner.h>

#include <functional>
#include <limits>

#include <lingan/base/error.h>

namespace lingan::metrics {

WordInterner::WordInterner() : slots_(1024, -1) {}

size_t WordInterner::slot_of(std::string_view word, uint64_t hash) const {
  const size_t mask = slots_.size() - 1;
  size_t slot = hash & mask;
  for (; slots_[slot] >= 0; slot = (slot + 1) & mask) {
    const Word& known = words_[slots_[slot]];
    if (known.hash == hash && text(known) == word) break;
  }
  return slot;
}

int32_t WordInterner::find(std::string_view word) const {
  return slots_[slot_of(word, std::hash<std::string_view>{}(word))];
}

int32_t WordInterner::id(std::string_view word) {
  const uint64_t hash = std::hash<std::string_view>{}(word);
  const size_t slot = slot_of(word, hash);
  if (slots_[slot] >= 0) return slots_[slot];
  if (words_.size() >= static_cast<size_t>(std::numeric_limits<int32_t>::max())) {
    throw UsageError("more than 2147483647 different words; measure fewer sentences at once");
  }
  const int32_t id = size();
  slots_[slot] = id;
  words_.push_back({hash, bytes_.size(), word.size()});
  bytes_ += word;
  if (2 * words_.size() > slots_.size()) grow();
  return id;
}

void WordInterner::grow() {
  slots_.assign(2 * slots_.size(), -1);
  const size_t mask = slots_.size() - 1;
  for (int32_t id = 0; id < size(); ++id) {
    size_t slot = words_[id].hash & mask;
    while (slots_[slot] >= 0) slot = (slot + 1) & mask;
    slots_[slot] = id;
  }
}

}  // namespace lingan::metrics
