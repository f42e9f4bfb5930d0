/// Memory for numbers that are written once and read often.
#pragma once

#include <cstddef>
#include <cstdlib>
#include <memory>

namespace lingan {

/// Not initialized. On Linux it asks for huge pages, which take far fewer faults to touch and
/// entries of the address cache to read at random; a buffer below a megabyte is an ordinary one.
/// @throws std::bad_alloc
class LargeBuffer {
 public:
  LargeBuffer() = default;
  /// @param count  floats.
  explicit LargeBuffer(size_t count);

  float* data() { return memory_.get(); }

 private:
  struct Free {
    void operator()(float* memory) const { std::free(memory); }
  };
  std::unique_ptr<float, Free> memory_;
};

}  // namespace lingan
