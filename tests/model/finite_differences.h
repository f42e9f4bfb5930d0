/// Analytic gradients against central differences in double precision.
#pragma once

#include <torch/autograd.h>

#include <gtest/gtest.h>

#include <cmath>
#include <functional>
#include <vector>

#include <lingan/model/torch.h>

namespace lingan {

using ScalarFunction = std::function<torch::Tensor(const std::vector<torch::Tensor>&)>;

/// A float64 leaf of pseudo-random numbers in about -range..range, the same for the same salt.
inline torch::Tensor float64_leaf(at::IntArrayRef shape, int salt, double range = 1.0) {
  const auto count = torch::zeros(shape).numel();
  const auto phase = torch::arange(count, torch::kFloat64) * (12.9898 + salt) + salt;
  return (range * torch::sin(phase * phase)).view(shape).requires_grad_();
}

/// Expects the gradient of `function` in every input to equal its central differences.
inline void expect_gradient(const ScalarFunction& function, std::vector<torch::Tensor> inputs) {
  const auto gradients = torch::autograd::grad({function(inputs)}, inputs);
  constexpr double kStep = 1e-6;
  for (size_t i = 0; i < inputs.size(); ++i) {
    double* values = inputs[i].data_ptr<double>();
    const auto gradient = gradients[i].contiguous();
    for (int64_t j = 0; j < inputs[i].numel(); ++j) {
      const double middle = values[j];
      values[j] = middle + kStep;
      const double above = function(inputs).item<double>();
      values[j] = middle - kStep;
      const double below = function(inputs).item<double>();
      values[j] = middle;
      const double analytic = gradient.data_ptr<double>()[j];
      ASSERT_NEAR(analytic, (above - below) / (2 * kStep), 1e-6 + 1e-5 * std::abs(analytic))
          << "input " << i << ", element " << j;
    }
  }
}

/// A leaf of float32.
inline torch::Tensor float32_leaf(at::IntArrayRef shape, int salt) {
  return float64_leaf(shape, salt).detach().to(torch::kFloat32).requires_grad_();
}

/// A scalar in which every element has a slope of its own.
inline torch::Tensor mixed(const torch::Tensor& x) {
  return (x * torch::cos(torch::arange(x.numel(), x.options()).view(x.sizes()))).sum();
}

}  // namespace lingan
