/// Bytes that are read once, from the first to the last.
#pragma once

#include <cstddef>
#include <cstdint>

namespace lingan {

class ByteSource {
 public:
  virtual ~ByteSource() = default;

  /// Reads at most `bytes`, >= 1, into the buffer; waits for the first.
  /// @return how many; 0 at the end.  @throws IoError, or InputError for compressed data that are
  /// spoiled or cut.
  virtual size_t read(char* buffer, size_t bytes) = 0;

  /// How many bytes there are, and how many were taken from the file or pipe so far, where that
  /// is known; else 0.
  virtual uint64_t size() const { return 0; }
  virtual uint64_t taken() const { return 0; }
};

}  // namespace lingan
