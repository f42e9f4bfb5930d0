/// Bytes of .npy files for tests.
#pragma once

#include <string>

namespace lingan::testing {

/// A file of version 1.
/// @param header  the dictionary, shorter than 128 bytes.  @param data  the array's bytes.
inline std::string npy_bytes(const std::string& header, const std::string& data) {
  return std::string("\x93NUMPY\x01\x00", 8) + static_cast<char>(header.size()) + '\0' + header +
         data;
}

}  // namespace lingan::testing
