/// Devices on which the engine and the networks run.
#pragma once

#include <string>
#include <string_view>

#include <lingan/base/error.h>

namespace lingan {

enum class Device {
  kCpu,
  kCuda,
  kAuto,  ///< CUDA where everything for it is there, else the CPU
};

/// The device of a name: `cpu`, `cuda` or `auto`.  @throws UsageError for another name.
inline Device parse_device(std::string_view name) {
  if (name == "cpu") return Device::kCpu;
  if (name == "cuda") return Device::kCuda;
  if (name == "auto") return Device::kAuto;
  throw UsageError("--device " + std::string(name) + ": expected cpu, cuda or auto");
}

}  // namespace lingan
