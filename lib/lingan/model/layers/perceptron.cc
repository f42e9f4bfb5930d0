#include <lingan/model/layers/perceptron.h>

#include <cmath>

namespace lingan {

torch::Tensor Perceptron::operator()(const torch::Tensor& x) const {
  const auto rectified = [this](const torch::Tensor& sums) {
    return torch::leaky_relu(sums, slope);
  };
  return last(rectified(second(rectified(first(x)))));
}

bool Perceptron::owns(const torch::Tensor& parameter) const {
  for (const LinearLayer& layer : {first, second, last}) {
    if (parameter.is_same(layer.weight) || parameter.is_same(layer.bias)) return true;
  }
  return false;
}

Perceptron add_perceptron(torch::nn::Module& module, const std::string& prefix,
                          const PerceptronShape& shape) {
  const int64_t width = shape.width;
  return {.first = add_linear(module, prefix + "first", width, shape.inputs),
          .second = add_linear(module, prefix + "second", width, width),
          .last = add_linear(module, prefix + "last", shape.outputs, width),
          .slope = shape.slope};
}

double rectified_deviation(const torch::Tensor& parameter) {
  return parameter.dim() == 1 ? 0.0 : std::sqrt(2.0 / static_cast<double>(parameter.size(1)));
}

}  // namespace lingan
