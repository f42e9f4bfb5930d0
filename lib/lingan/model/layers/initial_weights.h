/// Initial weights from lingan's own random streams, so that they depend on the seed alone and not
/// on torch's global generator.
#pragma once

#include <cstdint>

#include <lingan/model/torch.h>

#include <lingan/base/random.h>

namespace lingan {

/// Fills a network's parameters one after the other: parameter i takes row i of the stream, element
/// j of it position j.
class InitialWeights {
 public:
  explicit InitialWeights(RandomStream stream) : stream_(stream) {}

  /// Uniform on (low, high).
  void uniform(torch::Tensor& parameter, double low, double high);
  /// Normal with mean 0.
  void normal(torch::Tensor& parameter, double standard_deviation);
  /// Normal with mean 0, redrawn beyond two standard deviations.
  void truncated_normal(torch::Tensor& parameter, double standard_deviation);

 private:
  /// Uniform doubles on (0, 1), one for each element, flat.
  torch::Tensor draw(const torch::Tensor& parameter);

  RandomStream stream_;
  uint64_t row_ = 0;
};

}  // namespace lingan
