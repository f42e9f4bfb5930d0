#include <lingan/engine/precision.h>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <hwy/targets.h>

#include <lingan/base/error.h>
#include <lingan/engine/cuda_library.h>

#include "tests/engine/host_table.h"

namespace lingan::engine::precision_test {
namespace {

std::string refusal(std::string_view name) {
  try {
    precision_named(name);
    return {};
  } catch (const UsageError& error) {
    return error.what();
  }
}

TEST(PrecisionNamed, KnowsItsTwoNames) {
  EXPECT_EQ(precision_named("float32"), Precision::kFloat32);
  EXPECT_THAT(refusal("fp8"), ::testing::HasSubstr("expected float32 or bf16"));
}

TEST(PrecisionNamed, HasBfloat16WhereTheProcessorHas) {
  EXPECT_EQ(refusal("bf16").empty(), has_bfloat16_products());
}

TEST(PrecisionNamed, HasNoBfloat16WhereWiderInstructionsAreDisabled) {
  hwy::DisableTargets(HWY_AVX2 - 1);  // better targets have lower bits
  EXPECT_FALSE(has_bfloat16_products());
  hwy::DisableTargets(0);
}

TEST(PrecisionNamed, RefusesBfloat16WhileADeviceIsActive) {
  set_active_cuda(&cuda::host_table());
  EXPECT_EQ(refusal("bf16"),
            "precision bf16: products on a CUDA device are float32; use float32, or the CPU");
  EXPECT_EQ(precision_named("float32"), Precision::kFloat32);
  set_active_cuda(nullptr);
}

}  // namespace
}  // namespace lingan::engine::precision_test
