/// What a discriminator says of sentences, and means of it.
#pragma once

#include <lingan/model/torch.h>

namespace lingan {

/// D's judgement of a batch.
struct Judgement {
  torch::Tensor outputs;  ///< raw outputs C: [B]; [B, R] of R representations; [B, T] of tokens
  torch::Tensor weights;  ///< like outputs, 0 after a sentence's end; undefined: all are 1

  /// The mean over all that is judged; a scalar.
  /// @param values  like outputs.
  torch::Tensor mean(const torch::Tensor& values) const;

  /// The mean output of each sentence, [B].
  torch::Tensor per_sentence() const;
};

}  // namespace lingan
