/// D's features of the beginnings of sentences, token after token.
#pragma once

#include <cstdint>
#include <vector>

#include <lingan/model/torch.h>

#include <lingan/model/generators/generator_options.h>

namespace lingan {

class ConvolutionalDiscriminator;

/// A copy of a convolutional D's embeddings, filters and highway layer that takes no gradient, and
/// what they find in a prefix y_1..y_t filled up with pads to T tokens: D's features of it. Every
/// window that a token is in keeps the sum so far, as if pads came after it, so that a token costs
/// one product with all filters however long the prefix is.
///
/// Parameters: leak_vectors [V, E], D's embeddings less that of pad; leak_filters [sum w_i F_i, E],
/// of bank i offset by offset [w_i, F_i, E]; leak_empty [F], what filters find in pads alone;
/// leak_highway_weight, leak_highway_bias as D has them.
///
/// The state of B rows: tokens fed, bos counted [1, B, 1]; the largest sum of full windows [1, B,
/// F]; of bank i the sums of the windows that hold 0..w_i - 1 tokens [1, B, sum w_i F_i].
class PrefixFeatures {
 public:
  /// Registers the parameters.
  /// @param options  vocabulary_size, length and leaked are read.
  /// @throws UsageError if the length is out of range.
  PrefixFeatures(torch::nn::Module& owner, const GeneratorOptions& options);

  /// F, the number of filters.
  int64_t width() const { return empty_.size(0); }

  /// Copies a discriminator's weights as it uses them.  @throws UsageError if it is of another
  /// shape.
  void take(const ConvolutionalDiscriminator& discriminator);

  /// What advance() is given for tokens, [V, E].
  const torch::Tensor& vectors() const { return vectors_; }

  /// Tensors of the state.
  static constexpr int64_t kStates = 3;
  std::vector<torch::Tensor> initial_state(int64_t rows) const;

  /// Feeds a token to each row, bos first, which is no token of the prefix.
  /// @param input  [B, E].  @param state  kStates tensors, replaced.
  /// @return the features of the prefixes, [B, F].
  torch::Tensor advance(const torch::Tensor& input, torch::Tensor* state) const;

  /// The features of all prefixes y_1..y_t, 0 <= t <= T: [B, T + 1, F].
  /// @param tokens  [B, T] int64 or int32, pads after a sentence's end.
  torch::Tensor of_prefixes(const torch::Tensor& tokens) const;

 private:
  struct Bank {
    int64_t window;  // w
    int64_t count;   // F_i
  };

  std::vector<Bank> banks_;
  int64_t length_;  // T
  torch::Tensor vectors_, filters_, empty_, highway_weight_, highway_bias_;
};

}  // namespace lingan
