#include <lingan/engine/packed_layer.h>

#include <gtest/gtest.h>

#include <lingan/base/error.h>

#include "tests/engine/random_numbers.h"

namespace lingan::engine::packed_layer_test {
namespace {

TEST(PackedLayer, HoldsItsWeightsInPanelsAndItsBiasPadded) {
  constexpr int64_t kOutputs = 45, kInputs = 7;
  const auto weight = random_floats(0, kOutputs * kInputs), bias = random_floats(1, kOutputs);
  const PackedLayer layer(weight, bias, -9.0f);
  EXPECT_EQ(layer.outputs(), kOutputs);
  EXPECT_EQ(layer.inputs(), kInputs);
  EXPECT_EQ(layer.panels(), 2);
  EXPECT_EQ(layer.padded_outputs(), 64);
  for (int64_t output = 0; output < 64; ++output) {
    EXPECT_EQ(layer.bias()[output], output < kOutputs ? bias[output] : -9.0f);
    for (int64_t k = 0; k < kInputs; ++k) {
      const float expected = output < kOutputs ? weight[output * kInputs + k] : 0.0f;
      EXPECT_EQ(layer.panel(output / kPanel)[k * kPanel + output % kPanel], expected);
    }
  }
}

TEST(PackedLayer, RefusesWeightsThatAreNoWholeRows) {
  const auto weight = random_floats(0, 10);
  EXPECT_THROW(PackedLayer(weight, random_floats(1, 3), 0.0f), UsageError);
  EXPECT_THROW(PackedLayer(weight, {}, 0.0f), UsageError);
  EXPECT_EQ(PackedLayer(weight, random_floats(1, 5), 0.0f).inputs(), 2);
}

}  // namespace
}  // namespace lingan::engine::packed_layer_test
