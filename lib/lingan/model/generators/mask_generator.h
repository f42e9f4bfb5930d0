/// A generator of masks: which words of a sentence are missing.
#pragma once

#include <cstdint>

#include <lingan/model/torch.h>

#include <lingan/base/random.h>
#include <lingan/model/layers/perceptron.h>

namespace lingan {

/// A perceptron with rectified layers over noise (Li et al. 2019, G_m). Parameters: see
/// add_perceptron().
class MaskGenerator : public torch::nn::Module {
 public:
  /// The widths of its layers.
  struct Shape {
    int64_t noise_width = 1;  ///< Z
    int64_t width = 1;        ///< of both hidden layers
    int64_t length = 1;       ///< T
  };

  /// On the CPU, with weights drawn from `stream`.
  MaskGenerator(const Shape& shape, RandomStream stream);

  /// ln p - ln (1 - p) of the probability p that the word at a position is missing: [B, Z] ->
  /// [B, T].
  torch::Tensor forward(const torch::Tensor& noise) const { return layers_(noise); }

 private:
  Perceptron layers_;
};

}  // namespace lingan
