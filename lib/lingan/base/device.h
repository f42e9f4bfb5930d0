/// Devices on which the engine runs.
#pragma once

#include <string>
#include <string_view>

#include <lingan/base/error.h>

namespace lingan {

enum class Device { kCpu, kCuda };

/// The device of a name: `cpu`, `cuda`, or `auto` (the best that this build can use).
/// @throws UsageError for another name, and for `cuda` in a build without it.
inline Device parse_device(std::string_view name) {
  if (name == "cpu" || name == "auto") return Device::kCpu;
  if (name == "cuda") {
    throw UsageError("--device cuda: this build has no CUDA launcher; use --device cpu");
  }
  throw UsageError("--device " + std::string(name) + ": expected cpu, cuda or auto");
}

}  // namespace lingan
