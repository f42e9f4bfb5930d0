#include <lingan/gan/strategies/gumbel_noise.h>

#include <gtest/gtest.h>

#include <cmath>

#include "tests/model/device_networks.h"

namespace lingan::gumbel_noise_test {
namespace {

torch::Tensor logits(int64_t rows, int64_t tokens) {
  return torch::zeros({rows, tokens}, compute_device());
}

TEST(GumbelNoise, HasTheMeanAndVarianceOfTheStandardGumbel) {
  const auto noise = gumbel_noise({9, Purpose::kNoise, 0}, 0, 0, logits(200, 1001));
  EXPECT_TRUE(torch::isfinite(noise).all().item<bool>());
  const double euler = 0.5772156649;
  const double variance = M_PI * M_PI / 6;
  const auto values = noise.to(torch::kFloat64);
  const double count = static_cast<double>(values.numel());
  EXPECT_NEAR(values.mean().item<double>(), euler, 4 * std::sqrt(variance / count));
  EXPECT_NEAR(values.var().item<double>(), variance, 0.02);
}

template <class Place>
class GumbelNoiseTest : public DeviceNetworksTest<Place> {};
TYPED_TEST_SUITE(GumbelNoiseTest, Places, PlaceNames);

TYPED_TEST(GumbelNoiseTest, IsTheSameForARowInAnyBatch) {
  const RandomStream stream{9, Purpose::kNoise, 3};
  const auto whole = gumbel_noise(stream, 50, 2, logits(8, 7));
  EXPECT_TRUE(torch::equal(whole.narrow(0, 5, 3), gumbel_noise(stream, 55, 2, logits(3, 7))));
  EXPECT_FALSE(torch::equal(whole, gumbel_noise(stream, 50, 3, logits(8, 7))));
}

TYPED_TEST(GumbelNoiseTest, MatchesTheCpuOnADevice) {
  const RandomStream stream{9, Purpose::kNoise, 3};
  const auto actual = gumbel_noise(stream, 50, 2, logits(30, 501));
  EXPECT_EQ(actual.device(), compute_device());
  use_device(Device::kCpu);
  const auto expected = gumbel_noise(stream, 50, 2, logits(30, 501));
  EXPECT_TRUE(torch::allclose(actual.to(torch::kCPU), expected, 1e-5, 1e-6));
}

TEST(GumbelNoise, IsMadeByTheKernelsOfTheTable) {
  static int calls = 0;
  engine::cuda::Table counted = engine::cuda::host_table();
  counted.gumbel_noise = [](const engine::cuda::GumbelJob* job) {
    ++calls;
    return engine::cuda::host::gumbel_noise(job);
  };
  engine::set_active_cuda(&counted);
  gumbel_noise({}, 0, 0, logits(2, 3));
  EXPECT_EQ(calls, 1);
  use_device(Device::kCpu);
  gumbel_noise({}, 0, 0, logits(2, 3));
  EXPECT_EQ(calls, 1);
}

}  // namespace
}  // namespace lingan::gumbel_noise_test
