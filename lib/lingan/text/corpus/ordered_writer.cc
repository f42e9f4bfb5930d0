#include <lingan/text/corpus/ordered_writer.h>

#include <utility>

namespace lingan {

bool OrderedWriter::put(TextPart& part) {
  std::unique_lock lock(mutex_);
  moved_on_.wait(lock, [&] {
    return is_stopped_ || part.number < next_ + static_cast<int64_t>(waiting_.size());
  });
  if (is_stopped_) return false;
  Slot& slot = slot_of(part.number);
  std::swap(slot.part, part);
  slot.is_filled = true;
  if (!is_writing_) write_ready(lock);
  return !is_stopped_;
}

/// Writes parts up to the first that is missing. An exception leaves this thread as the one that
/// writes, so that no other goes on.
void OrderedWriter::write_ready(std::unique_lock<std::mutex>& lock) {
  is_writing_ = true;
  while (!is_stopped_ && slot_of(next_).is_filled) {
    Slot& slot = slot_of(next_);
    lock.unlock();
    sink_(slot.part.text, slot.part.lines);
    if (slot.part.failure) std::rethrow_exception(slot.part.failure);
    lock.lock();
    slot.is_filled = false;
    ++next_;
    moved_on_.notify_all();
  }
  is_writing_ = false;
}

void OrderedWriter::stop() {
  const std::lock_guard lock(mutex_);
  is_stopped_ = true;
  moved_on_.notify_all();
}

}  // namespace lingan
