#include <lingan/model/compute_device.h>

#include <gtest/gtest.h>

#include <string>

#include <lingan/base/error.h>
#include <lingan/engine/cuda_library.h>

#include "tests/engine/host_table.h"

namespace lingan::compute_device_test {
namespace {

/// Leaves the process on the CPU, whatever a test has chosen.
class ComputeDevice : public ::testing::Test {
 protected:
  ~ComputeDevice() override { use_device(Device::kCpu); }
};

TEST_F(ComputeDevice, IsTheCpuAndHasNoKernelsOfADevice) {
  use_device(Device::kCpu);
  EXPECT_TRUE(compute_device().is_cpu());
  EXPECT_EQ(device_kernels(torch::zeros({2})), nullptr);
}

TEST_F(ComputeDevice, HasTheKernelsThatATestPutsInTheirPlace) {
  engine::set_active_cuda(&engine::cuda::host_table());
  EXPECT_EQ(device_kernels(torch::zeros({2})), &engine::cuda::host_table());
  use_device(Device::kCpu);
  EXPECT_EQ(device_kernels(torch::zeros({2})), nullptr) << "the choice forgets them";
  EXPECT_EQ(engine::active_cuda(), nullptr);
}

/// Where there is no device, the message says what is missing, and the CPU goes on.
TEST_F(ComputeDevice, StaysTheCpuWhereThereIsNoOther) {
  engine::set_active_cuda(&engine::cuda::host_table());
  try {
    use_device(Device::kCuda);
    EXPECT_TRUE(compute_device().is_cuda());
    EXPECT_NE(device_kernels(torch::zeros({2}, compute_device())), nullptr);
  } catch (const IoError& error) {
    EXPECT_NE(std::string(error.what()).find("CUDA"), std::string::npos) << error.what();
    EXPECT_TRUE(compute_device().is_cpu());
    EXPECT_EQ(engine::active_cuda(), nullptr);
  }
}

}  // namespace
}  // namespace lingan::compute_device_test
