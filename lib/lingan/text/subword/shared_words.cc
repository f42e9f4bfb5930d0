#include <lingan/text/subword/shared_words.h>

#include <algorithm>

namespace lingan {

bool SharedWords::find(const WordKey& key, EncodedWord& word) const {
  if (!has_others()) return false;
  const size_t first = key.place<3>(kSlotBits);
  for (const size_t place : {first, first ^ 1}) {
    const Slot& slot = slots_[place];
    if (slot.tag.load(std::memory_order_acquire) != key.tag) continue;
    if (!std::equal(slot.parts, slot.parts + 3, key.parts)) continue;
    word = {slot.ids, slot.count, slot.reach, slot.limit};
    return true;
  }
  return false;
}

void SharedWords::insert(const WordKey& key, const EncodedWord& word) {
  if (!has_others()) return;
  const size_t first = key.place<3>(kSlotBits);
  for (const size_t place : {first, first ^ 1}) {
    Slot& slot = slots_[place];
    uint16_t tag = slot.tag.load(std::memory_order_relaxed);
    // Trying to exchange a tag that is set would take the line from the threads that read it.
    if (tag != 0 ||
        !slot.tag.compare_exchange_strong(tag, kBeingWritten, std::memory_order_relaxed)) {
      continue;
    }
    std::copy_n(key.parts, 3, slot.parts);
    std::copy_n(word.ids, word.count, slot.ids);
    slot.count = static_cast<uint16_t>(word.count);
    slot.reach = word.reach;
    slot.limit = word.limit;
    slot.tag.store(key.tag, std::memory_order_release);
    return;
  }
}

}  // namespace lingan
