// Window filters with max over time by a device's kernels, against plain torch.
#include <lingan/model/layers/device_max_over_time.h>

#include "tests/model/device_leaves.h"
#include "tests/model/device_networks.h"

namespace lingan::device_max_over_time_test {
namespace {

using testing::expect_close;
using testing::window_leaves;
using testing::window_maxima;
using torch::autograd::variable_list;

template <class Place>
class DeviceMaxOverTimeTest : public DeviceNetworksTest<Place> {};
TYPED_TEST_SUITE(DeviceMaxOverTimeTest, Places, PlaceNames);

torch::Tensor plain(const variable_list& in) {
  return torch::cat(
      {plain_max_over_time(in[0], in[1], in[3]), plain_max_over_time(in[0], in[2], in[4])}, 1);
}

TYPED_TEST(DeviceMaxOverTimeTest, MatchesPlainTorch) {
  const auto inputs = window_leaves();
  const auto result = window_maxima(inputs), expected = plain(inputs);
  EXPECT_TRUE(torch::allclose(result, expected, 1e-5, 1e-6));
  expect_close(torch::autograd::grad({mixed(result)}, inputs),
               torch::autograd::grad({mixed(expected)}, inputs));
}

TYPED_TEST(DeviceMaxOverTimeTest, LeavesFrozenInputsWithoutGradient) {
  const auto all = window_leaves();
  const auto wanted = torch::autograd::grad({mixed(window_maxima(all))}, all);
  auto inputs = all;
  for (size_t i = 1; i < inputs.size(); ++i) inputs[i] = inputs[i].detach();
  EXPECT_TRUE(torch::equal(torch::autograd::grad({mixed(window_maxima(inputs))}, {inputs[0]})[0],
                           wanted[0]));
  inputs = all;
  inputs[0] = inputs[0].detach();
  const auto filters =
      torch::autograd::grad({mixed(window_maxima(inputs))}, {inputs[1], inputs[4]});
  EXPECT_TRUE(torch::equal(filters[0], wanted[1]));
  EXPECT_TRUE(torch::equal(filters[1], wanted[4]));
}

TYPED_TEST(DeviceMaxOverTimeTest, HasAGradientOfItsGradient) {
  const auto inputs = window_leaves();
  const auto steepness = [&](torch::Tensor (*features)(const variable_list&)) {
    const auto loss = mixed(features(inputs).square());
    const auto slope = torch::autograd::grad({loss}, {inputs[0]}, {}, true, true)[0];
    return torch::autograd::grad({slope.square().sum()}, inputs);
  };
  expect_close(steepness(window_maxima), steepness(plain));
}

/// Values of all windows by torch's own convolution, [N, filters, windows].
torch::Tensor values_of_windows(const variable_list& in, size_t bank) {
  const auto columns = in[0].transpose(1, 2);
  return torch::conv1d(columns, in[1 + bank].transpose(1, 2), in[3 + bank]);
}

TYPED_TEST(DeviceMaxOverTimeTest, NamesTheWindowOfEachMaximum) {
  const torch::NoGradGuard no_gradient;
  const auto inputs = window_leaves();
  const auto [features, where] = device_max_over_time(*device_kernels(inputs[0]), inputs);
  ASSERT_EQ(features.sizes(), (at::IntArrayRef{5, 11}));
  ASSERT_EQ(where.scalar_type(), torch::kInt32);
  int64_t first = 0;
  for (const size_t bank : {0, 1}) {
    const auto values = values_of_windows(inputs, bank);
    const auto maxima = values.amax(2);
    const auto expected = torch::where(maxima > 0, values.argmax(2), -1);
    EXPECT_TRUE(torch::equal(where.narrow(1, first, values.size(1)).to(torch::kInt64), expected));
    EXPECT_TRUE(torch::allclose(features.narrow(1, first, values.size(1)), torch::relu(maxima),
                                1e-5, 1e-6));
    first += values.size(1);
  }
  EXPECT_TRUE((where == -1).any().template item<bool>()) << "a filter that finds nothing";
}

/// What the vectors' gradient holds stays; the others are replaced.
TYPED_TEST(DeviceMaxOverTimeTest, AddsToTheGradientOfVectorsAlone) {
  const auto inputs = window_leaves();
  const auto wanted = torch::autograd::grad({mixed(plain(inputs))}, inputs);
  const torch::NoGradGuard no_gradient;
  const auto& kernels = *device_kernels(inputs[0]);
  const auto [features, where] = device_max_over_time(kernels, inputs);
  const auto slope = torch::cos(torch::arange(features.numel(), features.options()));
  variable_list gradients;
  for (const auto& input : inputs) gradients.push_back(torch::full_like(input, 2.0));
  device_max_over_time_gradient(kernels, inputs, where, slope.view(features.sizes()), gradients);
  gradients[0] -= 2.0;
  expect_close(gradients, wanted);
}

}  // namespace
}  // namespace lingan::device_max_over_time_test
