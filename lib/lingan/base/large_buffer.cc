#include <lingan/base/large_buffer.h>

#include <algorithm>
#include <limits>
#include <new>

#if defined(__linux__)
#include <sys/mman.h>
#endif

namespace lingan {
namespace {

constexpr size_t kCacheLine = 64;
constexpr size_t kHugePage = size_t{2} << 20;

}  // namespace

LargeBuffer::LargeBuffer(size_t count) {
  constexpr size_t kMax = (std::numeric_limits<size_t>::max() - kHugePage) / sizeof(float);
  if (count > kMax) throw std::bad_alloc();
  const size_t bytes = std::max(count, size_t{1}) * sizeof(float);
  const size_t alignment = bytes < kHugePage / 2 ? kCacheLine : kHugePage;
  const size_t rounded = (bytes + alignment - 1) / alignment * alignment;
  memory_.reset(static_cast<float*>(std::aligned_alloc(alignment, rounded)));
  if (!memory_) throw std::bad_alloc();
#if defined(__linux__)
  // Only advice: where it is not taken, ordinary pages serve.
  if (alignment == kHugePage) (void)madvise(memory_.get(), rounded, MADV_HUGEPAGE);
#endif
}

}  // namespace lingan
