#include "tools/cuda_repair.h"

namespace lingan::tools {
namespace {

const char* repair(engine::CudaPart part) {
  switch (part) {
    case engine::CudaPart::kLibrary:
      return ": build lingan with cmake --preset cuda, which needs nvcc";
    case engine::CudaPart::kLoadableLibrary:
      return ": rebuild it with cmake --preset cuda";
    case engine::CudaPart::kTorchHalf:
      return ": fetch the whole with scripts/setup --cuda";
    case engine::CudaPart::kTorchLibraries:
      return "; fetch them with scripts/setup --cuda";
  }
  return "";
}

}  // namespace

std::string with_repair(const engine::MissingCuda& error) {
  return std::string(error.what()) + repair(error.part()) + ", or use the CPU";
}

}  // namespace lingan::tools
