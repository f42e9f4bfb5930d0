/// Networks whose device half runs where a test says: by the same bodies on the host, over tensors
/// of the CPU, or on a CUDA device.
#pragma once

#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <type_traits>

#include <lingan/base/error.h>
#include <lingan/engine/cuda_library.h>
#include <lingan/model/compute_device.h>
#include <lingan/model/sentences/hard_sentences.h>

#include "tests/engine/host_table.h"

namespace lingan {

struct OnHost {
  /// Networks run their device half here from now on. @return what is missing; empty: nothing.
  static std::string use() {
    engine::set_active_cuda(&engine::cuda::host_table());
    return {};
  }
};

struct OnCuda {
  static std::string use() {
    try {
      use_device(Device::kCuda);
      return {};
    } catch (const IoError& error) {
      return error.what();
    }
  }
};

/// libtorch looks for devices once: where tests of a CUDA device will run, it is chosen before any
/// test uses libtorch.
class DeviceComesFirst : public ::testing::Environment {
 protected:
  void SetUp() override {
    const ::testing::UnitTest& tests = *::testing::UnitTest::GetInstance();
    for (int i = 0; i < tests.total_test_suite_count(); ++i) {
      const ::testing::TestSuite& suite = *tests.GetTestSuite(i);
      if (!suite.should_run() || !std::string_view(suite.name()).ends_with("/Cuda")) continue;
      OnCuda::use();  // where there is none, those tests skip and say why
      return use_device(Device::kCpu);
    }
  }
};
inline ::testing::Environment* const kDeviceComesFirst =
    ::testing::AddGlobalTestEnvironment(new DeviceComesFirst);

/// A test of both places; without a CUDA device the second one is skipped and says why.
template <class Place>
class DeviceNetworksTest : public ::testing::Test {
 protected:
  void SetUp() override {
    const std::string missing = Place::use();
    if (!missing.empty()) GTEST_SKIP() << missing;
  }
  void TearDown() override { use_device(Device::kCpu); }
};

/// Sentences in the memory of the device that runs, as if it had sampled them.
inline HardSentences on_device(const TokenBatch& batch) {
  HardSentences made;
  made.sentences = to_sentences(batch);
  made.device_tokens = made.sentences.tokens.to(torch::kInt32);
  made.device_lengths = made.sentences.lengths.to(torch::kInt32);
  made.diverged = torch::zeros({1}, made.device_tokens.options());
  return made;
}

struct PlaceNames {
  template <class Place>
  static std::string GetName(int) {
    return std::is_same_v<Place, OnHost> ? "Host" : "Cuda";
  }
};
using Places = ::testing::Types<OnHost, OnCuda>;

}  // namespace lingan
