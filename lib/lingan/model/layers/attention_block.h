/// A block of a Transformer: Vaswani et al. 2017, sec. 3, with the normalization before each layer
/// (Radford et al. 2019).
#pragma once

#include <cstdint>
#include <functional>
#include <string>

#include <lingan/model/layers/layers.h>
#include <lingan/model/torch.h>

namespace lingan {

/// Attention, and a network of one hidden layer, both on H numbers a token.
struct AttentionBlock {
  LayerNorm attention_norm;
  LinearLayer attention;  ///< to queries, keys and values: [3H, H]
  LinearLayer attention_output;
  LayerNorm network_norm;
  LinearLayer network_input, network_output;
  int64_t heads = 1;  ///< divides H

  /// What the attention adds to every token of x.
  /// @param x       [B, T, H].
  /// @param unseen  bool, broadcast to [B, heads, T, T]: true where a token does not see another.
  torch::Tensor attend(const torch::Tensor& x, const torch::Tensor& unseen) const;
  /// What the network adds to x, [..., H].
  torch::Tensor network(const torch::Tensor& x) const;
  /// On queries before their products with keys.
  double scale() const;
  /// Gains 1 and biases 0 of the normalizations.
  void reset_norms();
  /// The block with other weights in place of those of its linear layers.
  AttentionBlock with_weights(
      const std::function<torch::Tensor(const torch::Tensor&)>& weight) const;
};

/// The sizes of a block.
struct AttentionBlockShape {
  int64_t width = 0;  ///< H
  int64_t feed_forward_width = 0;
  int64_t heads = 1;
};

/// Registers the parameters of layer N, which still have to be drawn: attention_norm_lN,
/// attention_lN [3H, H], attention_output_lN [H, H], network_norm_lN, network_input_lN [F, H],
/// network_output_lN [H, F], each _weight and _bias.
AttentionBlock add_attention_block(torch::nn::Module& module, int64_t layer,
                                   const AttentionBlockShape& shape);

/// Sines, then cosines, of wave lengths from 2 pi to 20000 pi: Vaswani et al. 2017, sec. 3.5.
/// @param positions  [N, 1].  @return [N, width].
torch::Tensor sinusoids(const torch::Tensor& positions, int64_t width);

}  // namespace lingan
