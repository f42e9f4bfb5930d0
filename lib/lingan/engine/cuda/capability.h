/// Which devices can run the library's code.
#pragma once

#include <cstdint>
#include <string>

#include <lingan/base/error.h>
#include <lingan/engine/cuda/table.h>

namespace lingan::engine::cuda {

/// Major compute capability: CMakeLists.txt compiles for 8.0 and newer.
inline constexpr int32_t kLeastCapability = 8;

/// @throws IoError for an older device.
inline void require_capability(const DeviceFacts& device) {
  if (device.major >= kLeastCapability) return;
  throw IoError("CUDA: " + std::string(device.name) + " has compute capability " +
                std::to_string(device.major) + "." + std::to_string(device.minor) +
                "; lingan needs a device of " + std::to_string(kLeastCapability) + ".0 or newer");
}

}  // namespace lingan::engine::cuda
