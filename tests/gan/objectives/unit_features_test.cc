#include <lingan/gan/objectives/unit_features.h>

#include <gtest/gtest.h>

namespace lingan::unit_features_test {
namespace {

TEST(UnitFeatures, AreRowsOfLengthOneAndZeroOfNothing) {
  const auto rows = unit_features(torch::tensor({{3.0, 4.0}, {0.0, 0.0}, {0.0, -1e-3}}));
  EXPECT_TRUE(torch::allclose(rows, torch::tensor({{0.6, 0.8}, {0.0, 0.0}, {0.0, -1.0}})));
}

}  // namespace
}  // namespace lingan::unit_features_test
