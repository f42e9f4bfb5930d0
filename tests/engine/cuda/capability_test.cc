#include <lingan/engine/cuda/capability.h>

#include <gtest/gtest.h>

#include <cstdio>

namespace lingan::engine::cuda::capability_test {
namespace {

DeviceFacts device(const char* name, int32_t major, int32_t minor) {
  DeviceFacts facts = {};
  std::snprintf(facts.name, sizeof facts.name, "%s", name);
  facts.major = major;
  facts.minor = minor;
  return facts;
}

TEST(Capability, OfOlderDevicesIsRefusedInOneLine) {
  try {
    require_capability(device("Tesla T4", 7, 5));
    FAIL() << "accepted";
  } catch (const IoError& error) {
    EXPECT_STREQ(
        error.what(),
        "CUDA: Tesla T4 has compute capability 7.5; lingan needs a device of 8.0 or newer");
  }
}

TEST(Capability, OfNewerDevicesIsEnough) {
  for (const int32_t major : {8, 9, 12}) {
    EXPECT_NO_THROW(require_capability(device("GPU", major, 0))) << major;
  }
}

}  // namespace
}  // namespace lingan::engine::cuda::capability_test
