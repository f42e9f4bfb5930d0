/// A discriminator of sentences with their latent codes.
#pragma once

#include <cstdint>

#include <lingan/model/torch.h>

#include <lingan/base/random.h>
#include <lingan/model/layers/bidirectional_lstm.h>
#include <lingan/model/layers/perceptron.h>
#include <lingan/model/sentences/sentences.h>

namespace lingan {

/// Sizes of it.
struct PairShape {
  int64_t vocabulary_size;  ///< V
  int64_t embedding_width;  ///< E
  int64_t code_width;       ///< Z
  int64_t width;            ///< of the LSTM in each direction, and of the hidden layers
};

/// Whether a sentence and a code go together, as real ones with what an encoder tells of them do,
/// or as codes with what a generator makes of them: Donahue et al. 2017 (BiGAN), sec. 3. An LSTM in
/// each direction reads the sentence, and a perceptron with leaky layers takes its last states and
/// the code.
///
/// Parameters: embedding [V, E]; those of BidirectionalLstm and of add_perceptron().
class PairDiscriminator : public torch::nn::Module {
 public:
  /// On the CPU, with weights drawn from `stream`.
  PairDiscriminator(const PairShape& shape, RandomStream stream);

  /// Raw outputs C(x, z), not squashed: [B], differentiable in relaxed sentences and in codes.
  /// @param sentences  hard, or rows over the vocabulary, with lengths, which are 1 or more, and
  /// their codes in `latent`.
  torch::Tensor forward(const Sentences& sentences) const;

 private:
  torch::Tensor embedding_;
  BidirectionalLstm reader_;
  Perceptron head_;
};

}  // namespace lingan
