#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <stdexcept>

#include <lingan/base/error.h>
#include <lingan/engine/cuda_library.h>
#include <lingan/engine/missing_cuda.h>

namespace lingan::engine::cuda_library_test {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

/// What is missing of those candidates.
CudaPart missing_part(const std::vector<std::string>& candidates) {
  try {
    open_cuda_library(candidates);
  } catch (const MissingCuda& error) {
    return error.part();
  }
  throw std::logic_error("nothing is missing");
}

std::string refusal(const std::vector<std::string>& candidates) {
  try {
    open_cuda_library(candidates);
    return "opened";
  } catch (const IoError& error) {
    return error.what();
  }
}

TEST(CudaLibrary, IsLookedForNextToTheProgramAndInItsLibFolder) {
  const auto candidates = cuda_library_candidates();
  ASSERT_EQ(candidates.size(), 4u);
  const auto folder = std::filesystem::read_symlink("/proc/self/exe").parent_path();
  EXPECT_EQ(candidates[0], (folder / "liblingan_cuda.so").string());
  EXPECT_THAT(candidates[1], StartsWith((folder.parent_path() / "lib").string()));
  EXPECT_THAT(candidates[2], StartsWith((folder.parent_path().parent_path() / "lib").string()));
  EXPECT_EQ(candidates[3], "liblingan_cuda.so");
}

TEST(CudaLibrary, SaysThatItIsMissingAndWhereItWasLookedFor) {
  const std::vector<std::string> nowhere = {"/nowhere/liblingan_cuda.so",
                                            "liblingan_cuda_of_nobody.so"};
  const std::string said = refusal(nowhere);
  EXPECT_THAT(said, HasSubstr("was not found (looked for /nowhere/liblingan_cuda.so, "
                              "liblingan_cuda_of_nobody.so)"));
  EXPECT_EQ(said.find('\n'), std::string::npos);
  EXPECT_EQ(missing_part(nowhere), CudaPart::kLibrary);
}

TEST(CudaLibrary, SaysWhyAFileCannotBeLoaded) {
  const auto path = std::filesystem::path(::testing::TempDir()) / "not-a-library.so";
  std::ofstream(path) << "text";
  const std::string said = refusal({path.string()});
  EXPECT_THAT(said, HasSubstr(path.string() + " cannot be loaded ("));
  EXPECT_EQ(missing_part({path.string()}), CudaPart::kLoadableLibrary);
}

TEST(CudaLibrary, RefusesAForeignLibrary) {
  EXPECT_THAT(refusal({"libm.so.6"}), HasSubstr("libm.so.6 is not lingan's"));
}

TEST(CudaLibrary, RefusesTheTableOfAnotherVersion) {
  const std::string said = refusal({LINGAN_OLD_CUDA_LIBRARY});
  EXPECT_THAT(said, HasSubstr("belongs to another version of lingan (its table is of version 0,"));
  EXPECT_THAT(said, HasSubstr("build both from the same sources"));
}

TEST(CudaLibrary, EitherHasADeviceOrSaysWhatIsMissing) {
  try {
    const cuda::DeviceFacts& device = cuda_device();
    EXPECT_GE(device.major, 8);
    EXPECT_GT(device.memory, 0);
  } catch (const MissingCuda& error) {
    EXPECT_THAT(error.what(), StartsWith("CUDA: "));
  } catch (const IoError& error) {
    EXPECT_THAT(error.what(), StartsWith("CUDA: "));
    EXPECT_THAT(error.what(), HasSubstr("or use the CPU"));
  }
}

}  // namespace
}  // namespace lingan::engine::cuda_library_test
