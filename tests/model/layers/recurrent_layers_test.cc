#include <lingan/model/layers/recurrent_layers.h>

#include <gtest/gtest.h>

#include "tests/model/finite_differences.h"

namespace lingan::recurrent_layers_test {
namespace {

using torch::autograd::variable_list;

/// Some layers with what they are run on.
struct Problem {
  Problem(int32_t gates, int64_t layers, int64_t inputs, int64_t width,
          torch::Dtype type = torch::kFloat32)

      : gates(gates), layers(layers), type(type) {
    input = leaf({5, 7, inputs}, 1.0);
    for (int64_t i = 0; i < (gates == 4 ? 2 : 1); ++i) {
      state.push_back(leaf({layers, 5, width}, 1.0));
    }
    for (int64_t l = 0; l < layers; ++l) {
      weights.push_back(leaf({gates * width, l == 0 ? inputs : width}, 0.3));
      weights.push_back(leaf({gates * width, width}, 0.3));
      weights.push_back(leaf({gates * width}, 0.5));
      weights.push_back(leaf({gates * width}, 0.5));
    }
  }

  torch::Tensor leaf(at::IntArrayRef shape, double range) {
    return float64_leaf(shape, ++salt, range).detach().to(type).requires_grad_();
  }

  /// Outputs and states of a run, with weights of all of them in one number.
  variable_list run(decltype(&recurrent_layers) layers_of) const {
    std::vector<torch::Tensor> states = state;
    variable_list tensors = {layers_of({gates, input, states, weights, layers, 0.0})};
    tensors.insert(tensors.end(), states.begin(), states.end());
    auto sum = torch::zeros({}, type);
    for (const auto& tensor : tensors) {
      sum = sum + (tensor * torch::linspace(-1, 1, tensor.numel(), type).view_as(tensor)).sum();
    }
    tensors.push_back(sum);
    return tensors;
  }

  variable_list leaves() const {
    variable_list all = {input};
    all.insert(all.end(), state.begin(), state.end());
    all.insert(all.end(), weights.begin(), weights.end());
    return all;
  }

  int32_t gates;
  int64_t layers;
  torch::Dtype type;
  int salt = 0;
  torch::Tensor input;
  std::vector<torch::Tensor> state;
  std::vector<torch::Tensor> weights;
};

void expect_close(const variable_list& actual, const variable_list& expected) {
  ASSERT_EQ(actual.size(), expected.size());
  for (size_t i = 0; i < actual.size(); ++i) {
    EXPECT_EQ(actual[i].sizes(), expected[i].sizes()) << i;
    EXPECT_TRUE(torch::allclose(actual[i], expected[i], 1e-4, 2e-5))
        << i << ": " << (actual[i] - expected[i]).abs().max().item<float>();
  }
}

class RecurrentLayers : public ::testing::TestWithParam<int32_t> {};

/// Expects float32 numbers to be as near to those of float64 as torch's are.
void expect_as_exact(const variable_list& actual, const variable_list& torchs,
                     const variable_list& exact) {
  ASSERT_EQ(actual.size(), exact.size());
  const auto error = [&](const torch::Tensor& tensor, size_t i) {
    return (tensor.to(torch::kFloat64) - exact[i]).abs().max().item<double>();
  };
  for (size_t i = 0; i < exact.size(); ++i) {
    ASSERT_EQ(actual[i].sizes(), exact[i].sizes()) << i;
    EXPECT_LE(error(actual[i], i), 1e-6 + 6 * error(torchs[i], i)) << i;
  }
}

TEST_P(RecurrentLayers, AreAsExactByTheEngineAsByTorch) {
  for (const auto& [layers, inputs, width] :
       {std::tuple(1, 32, 64), std::tuple(2, 96, 32), std::tuple(1, 512, 288)}) {
    const Problem problem(GetParam(), layers, inputs, width);
    const Problem wide(GetParam(), layers, inputs, width, torch::kFloat64);
    const variable_list actual = problem.run(recurrent_layers);
    const variable_list torchs = problem.run(plain_recurrent_layers);
    const variable_list exact = wide.run(plain_recurrent_layers);
    expect_as_exact(actual, torchs, exact);
    expect_as_exact(torch::autograd::grad({actual.back()}, problem.leaves()),
                    torch::autograd::grad({torchs.back()}, problem.leaves()),
                    torch::autograd::grad({exact.back()}, wide.leaves()));
  }
}

TEST_P(RecurrentLayers, EqualTorchForOtherWidthsAndTypes) {
  const Problem problem(GetParam(), 1, 3, 5, torch::kFloat64);
  const variable_list actual = problem.run(recurrent_layers);
  expect_close(actual, problem.run(plain_recurrent_layers));
}

TEST_P(RecurrentLayers, HaveAGradientOfTheirGradient) {
  const Problem problem(GetParam(), 1, 32, 32);
  const auto twice = [&](decltype(&recurrent_layers) layers_of) {
    const auto first =
        torch::autograd::grad({problem.run(layers_of).back()}, {problem.input}, {}, true, true)[0];
    return torch::autograd::grad({first.square().sum()}, {problem.weights[0], problem.input});
  };
  expect_close(twice(recurrent_layers), twice(plain_recurrent_layers));
}

TEST_P(RecurrentLayers, GiveTheGradientOfStatesAlone) {
  const Problem problem(GetParam(), 1, 32, 32);
  const auto of_state = [&](decltype(&recurrent_layers) layers_of) {
    const variable_list tensors = problem.run(layers_of);
    return torch::autograd::grad({tensors[problem.state.size()].square().sum()}, problem.leaves());
  };
  expect_close(of_state(recurrent_layers), of_state(plain_recurrent_layers));
}

/// Of some sentences' tokens and the gradient in them alone: the same numbers, bit by bit.
TEST_P(RecurrentLayers, ComputeTheTokensOfASentenceAsIfThereWereMoreAfterThem) {
  const auto lengths = torch::tensor({4, 7, 1, 4, 2});
  const auto is_token = (torch::arange(7).unsqueeze(0) < lengths.unsqueeze(1)).unsqueeze(2);
  for (const int64_t layers : {1, 2}) {
    const Problem problem(GetParam(), layers, 32, 64);
    const auto run = [&](const torch::Tensor& known) {
      std::vector<torch::Tensor> states = problem.state;
      const auto outputs = recurrent_layers(
          {problem.gates, problem.input, states, problem.weights, layers, 0.0, known});
      const auto slopes = torch::linspace(-1, 1, outputs.numel()).view_as(outputs) * is_token;
      variable_list tensors = torch::autograd::grad({(outputs * slopes).sum()}, problem.leaves());
      tensors.push_back(outputs * is_token);
      tensors.push_back(outputs);
      return tensors;
    };
    const variable_list actual = run(lengths), expected = run({});
    for (size_t i = 0; i + 1 < actual.size(); ++i)
      EXPECT_TRUE(torch::equal(actual[i], expected[i])) << i;
    EXPECT_TRUE(torch::equal(actual.back(), actual[actual.size() - 2]))
        << "zeros after the sentences";
    EXPECT_FALSE(torch::equal(actual.back(), expected.back()));
  }
}

TEST_P(RecurrentLayers, HaveAGradientOfTheirGradientOverSentencesOfDifferentLengths) {
  const Problem problem(GetParam(), 1, 32, 32);
  const auto lengths = torch::tensor({4, 7, 1, 4, 2});
  const auto is_token = (torch::arange(7).unsqueeze(0) < lengths.unsqueeze(1)).unsqueeze(2);
  const auto twice = [&](decltype(&recurrent_layers) layers_of) {
    std::vector<torch::Tensor> states = problem.state;
    const auto outputs =
        layers_of({problem.gates, problem.input, states, problem.weights, 1, 0.0, lengths});
    const auto first = torch::autograd::grad({(outputs * is_token).square().sum()}, {problem.input},
                                             {}, true, true)[0];
    return torch::autograd::grad({first.square().sum()}, {problem.weights[0], problem.input});
  };
  expect_close(twice(recurrent_layers), twice(plain_recurrent_layers));
}

INSTANTIATE_TEST_SUITE_P(Cells, RecurrentLayers, ::testing::Values(4, 3),
                         [](const auto& info) { return info.param == 4 ? "Lstm" : "Gru"; });

}  // namespace
}  // namespace lingan::recurrent_layers_test
