/// The error of an installation that cannot use a CUDA device.
#pragma once

#include <string>

#include <lingan/base/error.h>

namespace lingan::engine {

/// What a CUDA device needs.
enum class CudaPart {
  kLibrary,          ///< liblingan_cuda.so
  kLoadableLibrary,  ///< one that the loader takes: the one that is there it refuses
  kTorchHalf,        ///< libtorch's half for CUDA
  kTorchLibraries,   ///< the libraries that this half needs
};

/// A part is not there. The message says which, and where it was looked for; how to get it depends
/// on how lingan was built and installed, which the program knows (tools/cuda_repair.h).
class MissingCuda : public IoError {
 public:
  MissingCuda(CudaPart part, const std::string& message) : IoError(message), part_(part) {}

  CudaPart part() const noexcept { return part_; }

 private:
  CudaPart part_;
};

}  // namespace lingan::engine
