#include "tools/cuda_repair.h"

#include <gtest/gtest.h>

#include <array>

#include <lingan/engine/cuda_library.h>

#include "tools/failure.h"

namespace lingan::tools::cuda_repair_test {
namespace {

using engine::CudaPart;
using engine::MissingCuda;

TEST(CudaRepair, FollowsWhatIsMissing) {
  EXPECT_EQ(with_repair(MissingCuda(CudaPart::kLibrary, "CUDA: no library")),
            "CUDA: no library: build lingan with cmake --preset cuda, which needs nvcc, or use the "
            "CPU");
  EXPECT_EQ(with_repair(MissingCuda(CudaPart::kLoadableLibrary, "CUDA: a wrong one")),
            "CUDA: a wrong one: rebuild it with cmake --preset cuda, or use the CPU");
  EXPECT_EQ(with_repair(MissingCuda(CudaPart::kTorchHalf, "CUDA: half")),
            "CUDA: half: fetch the whole with scripts/setup --cuda, or use the CPU");
  EXPECT_EQ(with_repair(MissingCuda(CudaPart::kTorchLibraries, "CUDA: not all")),
            "CUDA: not all; fetch them with scripts/setup --cuda, or use the CPU");
}

TEST(CudaRepair, StandsInTheFailureOfACommand) {
  const std::array<std::string, 1> nowhere = {"/nowhere/liblingan_cuda.so"};
  Failure failure;
  try {
    engine::open_cuda_library(nowhere);
  } catch (...) {
    failure = present_failure();
  }
  EXPECT_EQ(failure.message,
            "CUDA: liblingan_cuda.so was not found (looked for /nowhere/liblingan_cuda.so): build "
            "lingan with cmake --preset cuda, which needs nvcc, or use the CPU");
  EXPECT_EQ(failure.code, kFailed);
}

}  // namespace
}  // namespace lingan::tools::cuda_repair_test
