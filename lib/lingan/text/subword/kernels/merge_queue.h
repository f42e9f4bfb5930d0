/// The order in which the symbols of a long text are merged, on host and device.
#pragma once

#include <cstdint>

#include <lingan/base/host_device.h>

namespace lingan {

/// A merge that waits for its turn.
struct WaitingMerge {
  int32_t rank;
  uint32_t left;   ///< index of the left symbol
  uint32_t right;  ///< index of the right one
  uint32_t bytes;  ///< of both; other than now: the merge is no longer possible
};

/// Merges waiting for their turn, the next on top of a binary heap.
class MergeQueue {
 public:
  /// @param heap  [3 * symbols of the text]
  LINGAN_HD explicit MergeQueue(WaitingMerge* heap) : heap_(heap) {}

  LINGAN_HD bool empty() const { return size_ == 0; }

  LINGAN_HD void push(const WaitingMerge& merge) {
    uint32_t at = size_++;
    while (at > 0 && comes_before(merge, heap_[(at - 1) / 2])) {
      heap_[at] = heap_[(at - 1) / 2];
      at = (at - 1) / 2;
    }
    heap_[at] = merge;
  }

  LINGAN_HD WaitingMerge pop() {
    const WaitingMerge top = heap_[0];
    const WaitingMerge last = heap_[--size_];
    uint32_t at = 0;
    for (uint32_t child = 1; child < size_; child = 2 * at + 1) {
      if (child + 1 < size_ && comes_before(heap_[child + 1], heap_[child])) ++child;
      if (!comes_before(heap_[child], last)) break;
      heap_[at] = heap_[child];
      at = child;
    }
    heap_[at] = last;
    return top;
  }

 private:
  LINGAN_HD static bool comes_before(const WaitingMerge& one, const WaitingMerge& other) {
    return one.rank > other.rank || (one.rank == other.rank && one.left < other.left);
  }

  WaitingMerge* heap_;
  uint32_t size_ = 0;
};

}  // namespace lingan
