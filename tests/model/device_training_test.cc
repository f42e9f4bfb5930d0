// Training through a device's kernels: the autograd functions that call them, against plain torch.
#include <array>

#include <lingan/base/notice.h>
#include <lingan/model/layers/output_cross_entropy.h>

#include "tests/model/device_leaves.h"
#include "tests/model/device_networks.h"

namespace lingan::device_training_test {
namespace {

using testing::device_leaf;
using testing::expect_close;
using testing::window_leaves;
using testing::window_maxima;
using torch::autograd::variable_list;

template <class Place>
class DeviceTrainingTest : public DeviceNetworksTest<Place> {
 protected:
  void TearDown() override {
    set_notice_listener({});
    DeviceNetworksTest<Place>::TearDown();
  }
};
TYPED_TEST_SUITE(DeviceTrainingTest, Places, PlaceNames);

OutputPredictions predictions(int64_t rows, int64_t width, int64_t vocabulary) {
  OutputPredictions p;
  p.hidden = device_leaf({rows, width}, 1);
  p.weight = device_leaf({vocabulary, width}, 2);
  p.bias = device_leaf({vocabulary}, 3);
  p.targets = (torch::arange(rows, torch::kInt64) * 31 + 2).remainder(vocabulary);
  p.targets = p.targets.to(compute_device());
  // Some rows, as after a sentence's end, have no weight.
  const auto weights = torch::linspace(-1, 2, rows) * (torch::arange(rows) % 4 != 1);
  p.weights = weights.to(compute_device());
  return p;
}

TYPED_TEST(DeviceTrainingTest, CrossEntropyMatchesPlainTorch) {
  for (const auto& p : {predictions(70, 20, 150), predictions(6, 300, 65), predictions(1, 1, 1)}) {
    const auto loss = output_cross_entropy(p), expected = plain_output_cross_entropy(p);
    EXPECT_TRUE(torch::allclose(loss, expected, 1e-5, 1e-4));
    expect_close(torch::autograd::grad({loss * 3}, {p.hidden, p.weight, p.bias}),
                 torch::autograd::grad({expected * 3}, {p.hidden, p.weight, p.bias}));
    const torch::NoGradGuard no_grad;
    EXPECT_EQ(output_cross_entropy(p).template item<float>(), loss.template item<float>());
  }
}

/// Predictions of random numbers, and the loss and gradients in float64 on the CPU.
struct RandomPredictions {
  OutputPredictions p;
  OutputPredictions exact;
  variable_list gradients;  // of hidden, weight and bias

  RandomPredictions(int64_t rows, int64_t width, int64_t vocabulary) {
    torch::manual_seed(rows);
    exact = {torch::randn({rows, width}).to(torch::kFloat64).requires_grad_(),
             (torch::randn({vocabulary, width}) * 0.2).to(torch::kFloat64).requires_grad_(),
             torch::randn({vocabulary}).to(torch::kFloat64).requires_grad_(),
             torch::randint(vocabulary, {rows}, torch::kInt64),
             torch::randn({rows}).to(torch::kFloat64)};
    const auto on_device = [](const torch::Tensor& x) {
      return x.detach().to(compute_device(), torch::kFloat32);
    };
    p = {on_device(exact.hidden).requires_grad_(), on_device(exact.weight).requires_grad_(),
         on_device(exact.bias).requires_grad_(), exact.targets.to(compute_device()),
         on_device(exact.weights)};
    gradients = torch::autograd::grad({plain_output_cross_entropy(exact)},
                                      {exact.hidden, exact.weight, exact.bias});
  }

  /// What the gradients add up, by magnitude, with how far float32 moves logits of that size.
  variable_list magnitudes() const {
    const torch::NoGradGuard no_grad;
    const auto hidden = exact.hidden.abs(), weight = exact.weight.abs();
    const auto sums = torch::addmm(exact.bias.abs(), hidden, weight.t());
    const auto probability =
        torch::softmax(torch::addmm(exact.bias, exact.hidden, exact.weight.t()), 1);
    const auto target = torch::one_hot(exact.targets, weight.size(0));
    const auto slopes = (probability * (1 + sums) + target) * exact.weights.abs().unsqueeze(1);
    return {torch::mm(slopes, weight), torch::mm(slopes.t(), hidden), slopes.sum(0)};
  }
};

TYPED_TEST(DeviceTrainingTest, CrossEntropyIsAsExactAsFloat32) {
  for (const auto& [rows, width, vocabulary] :
       {std::array{70, 20, 150}, {3, 300, 65}, {300, 20, 700}, {300, 300, 300}, {1, 1, 1}}) {
    const RandomPredictions random(rows, width, vocabulary);
    const OutputPredictions& p = random.p;
    const auto loss = output_cross_entropy(p), expected = plain_output_cross_entropy(random.exact);
    EXPECT_NEAR(loss.template item<double>(), expected.template item<double>(), 2e-5 * rows);
    const auto actual = torch::autograd::grad({loss}, {p.hidden, p.weight, p.bias});
    const auto magnitudes = random.magnitudes();
    for (size_t i = 0; i < actual.size(); ++i) {
      const auto error =
          (actual[i].to(torch::kCPU, torch::kFloat64) - random.gradients[i]).abs() / magnitudes[i];
      EXPECT_LT(error.max().template item<double>(), 3e-6) << rows << " rows, gradient " << i;
    }
  }
}

TYPED_TEST(DeviceTrainingTest, EveryLossOfWideLayersIsAsExactAsFloat32) {
  RandomPredictions random(3, 300, 65);
  for (int64_t row = 0; row < 3; ++row) {
    for (OutputPredictions* p : {&random.p, &random.exact}) {
      p->weights = (torch::arange(3) == row).to(p->hidden.device(), p->hidden.scalar_type());
    }
    EXPECT_NEAR(output_cross_entropy(random.p).template item<double>(),
                plain_output_cross_entropy(random.exact).template item<double>(), 2e-5);
  }
}

TYPED_TEST(DeviceTrainingTest, CrossEntropyOfNoRowsIsZero) {
  const auto p = predictions(0, 8, 5);
  const auto loss = output_cross_entropy(p);
  EXPECT_EQ(loss.template item<float>(), 0.0F);
  for (const auto& g : torch::autograd::grad({loss}, {p.weight, p.bias})) {
    EXPECT_EQ(g.abs().max().template item<float>(), 0.0F);
  }
}

TYPED_TEST(DeviceTrainingTest, CrossEntropyHasAGradientOfItsGradient) {
  const auto p = predictions(5, 6, 7);
  const auto steepness = [&](torch::Tensor (*loss)(const OutputPredictions&)) {
    const auto slope = torch::autograd::grad({loss(p)}, {p.hidden}, {}, true, true)[0];
    return torch::autograd::grad({slope.square().sum()}, {p.hidden, p.weight, p.bias});
  };
  expect_close(steepness(output_cross_entropy), steepness(plain_output_cross_entropy));
}

TYPED_TEST(DeviceTrainingTest, CrossEntropyInFloat64GoesThroughPlainTorchAndSaysSo) {
  std::string said;
  set_notice_listener([&](const std::string& text) { said += text; });
  OutputPredictions p = predictions(5, 6, 7);
  for (torch::Tensor* x : {&p.hidden, &p.weight, &p.bias, &p.weights}) {
    *x = x->detach().to(torch::kFloat64);
  }
  EXPECT_TRUE(torch::allclose(output_cross_entropy(p), plain_output_cross_entropy(p)));
  // Each notice is told once in the life of a process.
  static bool heard = false;
  heard = heard || said.find("kernels take float32") != std::string::npos;
  EXPECT_TRUE(heard);
}

int calls = 0;

TEST(DeviceTraining, GoesThroughTheKernelsOfTheTable) {
  engine::cuda::Table counted = engine::cuda::host_table();
  counted.cross_entropy = [](const engine::cuda::CrossEntropyJob* job) {
    ++calls;
    return engine::cuda::host::cross_entropy(job);
  };
  counted.max_over_time_backward = [](const engine::cuda::MaxOverTimeJob* job) {
    ++calls;
    return engine::cuda::host::max_over_time_backward(job);
  };
  engine::set_active_cuda(&counted);
  const auto p = predictions(4, 3, 5);
  output_cross_entropy(p).backward();
  EXPECT_EQ(calls, 1);
  mixed(window_maxima(window_leaves())).backward();
  EXPECT_EQ(calls, 3);  // one for each bank
  use_device(Device::kCpu);
  mixed(window_maxima(window_leaves())).backward();
  EXPECT_EQ(calls, 3);
}

TEST(DeviceTraining, ReportsWhatADeviceRefuses) {
  engine::cuda::Table broken = engine::cuda::host_table();
  broken.error = [] { return "CUDA: launching a kernel: out of memory"; };
  broken.cross_entropy = [](const engine::cuda::CrossEntropyJob*) { return engine::cuda::kFailed; };
  engine::set_active_cuda(&broken);
  EXPECT_THROW(output_cross_entropy(predictions(4, 3, 5)), IoError);
  use_device(Device::kCpu);
}

}  // namespace
}  // namespace lingan::device_training_test
