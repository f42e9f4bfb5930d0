/// A discriminator of latent codes.
#pragma once

#include <cstdint>

#include <lingan/model/torch.h>

#include <lingan/base/random.h>
#include <lingan/model/layers/perceptron.h>

namespace lingan {

/// A perceptron with leaky layers over codes. Parameters: see add_perceptron().
class CodeDiscriminator : public torch::nn::Module {
 public:
  /// On the CPU, with weights drawn from `stream`.
  /// @param code_width  Z.  @param width  of its hidden layers.
  CodeDiscriminator(int64_t code_width, int64_t width, RandomStream stream);

  /// Raw outputs C(z), not squashed: [B, Z] -> [B].
  torch::Tensor forward(const torch::Tensor& codes) const { return layers_(codes).squeeze(1); }

 private:
  Perceptron layers_;
};

}  // namespace lingan
