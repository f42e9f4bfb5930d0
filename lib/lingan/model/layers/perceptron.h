/// A network of two hidden layers, for vectors that are no sentences.
#pragma once

#include <cstdint>
#include <string>

#include <lingan/model/layers/layers.h>
#include <lingan/model/torch.h>

namespace lingan {

/// A customary slope of leaky layers: that of DCGAN (Radford et al. 2016).
inline constexpr double kLeakySlope = 0.2;

/// W3 f(W2 f(W1 x + b1) + b2) + b3, where f(a) = max(a, slope * a). Undefined before
/// add_perceptron().
struct Perceptron {
  LinearLayer first, second, last;
  double slope = 0.0;  ///< 0: rectified; above: leaky (Maas et al. 2013)

  /// [..., inputs] -> [..., outputs].
  torch::Tensor operator()(const torch::Tensor& x) const;

  bool defined() const { return first.weight.defined(); }
  /// Whether a parameter is one of its own.
  bool owns(const torch::Tensor& parameter) const;
};

/// The widths of its layers.
struct PerceptronShape {
  int64_t inputs = 1;
  int64_t width = 1;  ///< of both hidden layers
  int64_t outputs = 1;
  double slope = 0.0;
};

/// Registers parameters, which still have to be drawn: PREFIXfirst_weight [width, inputs],
/// PREFIXsecond_weight [width, width], PREFIXlast_weight [outputs, width], each with its bias.
Perceptron add_perceptron(torch::nn::Module& module, const std::string& prefix,
                          const PerceptronShape& shape);

/// The standard deviation of its parameter's first values: that of a weight keeps the scale of what
/// goes through rectified layers (He et al. 2015, eq. 10); biases begin with 0.
double rectified_deviation(const torch::Tensor& parameter);

}  // namespace lingan
