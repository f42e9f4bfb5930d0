/// What a recurrent network of both directions tells of a whole sentence.
#pragma once

#include <cstdint>
#include <vector>

#include <lingan/model/torch.h>

namespace lingan {

/// An LSTM of one layer in each direction: Schuster & Paliwal 1997.
class BidirectionalLstm {
 public:
  /// Registers the parameters of torch::nn::LSTM after `forward_` and `backward_`, which still have
  /// to be drawn.
  /// @param width  W, of each direction.
  BidirectionalLstm(torch::nn::Module& network, int64_t input_width, int64_t width);

  /// The states of both after all tokens of each sentence, [B, 2W], differentiable; what follows a
  /// sentence is not read.
  /// @param vectors  [B, T, input width].  @param lengths  [B] int64, each in 1..T.
  torch::Tensor last_states(const torch::Tensor& vectors, const torch::Tensor& lengths) const;

 private:
  int64_t width_;
  std::vector<torch::Tensor> forward_, backward_;
};

}  // namespace lingan
