/// Ids of one line after the other.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <utility>

namespace lingan {

/// Ids that are appended to; new memory is not initialized.
class IdBuffer {
 public:
  /// Where `count` more ids may be written; they belong to the buffer once commit says so.
  int32_t* reserve(size_t count) {
    if (size_ + count > capacity_) grow(count);
    return ids_.get() + size_;
  }
  void commit(size_t count) { size_ += count; }
  void truncate(size_t size) { size_ = size; }
  size_t size() const { return size_; }
  const int32_t* data() const { return ids_.get(); }

 private:
  void grow(size_t count) {
    const size_t capacity = std::max(size_ + count, 2 * capacity_);
    auto larger = std::make_unique_for_overwrite<int32_t[]>(capacity);
    std::copy_n(ids_.get(), size_, larger.get());
    ids_ = std::move(larger);
    capacity_ = capacity;
  }

  std::unique_ptr<int32_t[]> ids_;
  size_t size_ = 0;
  size_t capacity_ = 0;
};

}  // namespace lingan
