/// Maximum likelihood by a generator that is fed some tokens of its own, as it will be when it
/// writes: Bengio et al. 2015, Scheduled Sampling for Sequence Prediction with Recurrent Neural
/// Networks.
#pragma once

#include <lingan/model/torch.h>

#include <lingan/base/random.h>
#include <lingan/model/generators/generator.h>

namespace lingan {

/// Which of the tokens that a generator is fed are its own.
struct OwnTokens {
  double share = 0;     ///< 1 - epsilon, of them in the mean, 0..1
  RandomStream stream;  ///< of a step
};

/// The tokens [B, T] that stand before the next ones: each by itself is, with probability `share`,
/// drawn from the generator after those before it in this very row, and else the text's. Not
/// differentiable; without dropout.
/// @param tokens  [B, T] int64, the text's.
torch::Tensor fed_tokens(Generator& generator, const torch::Tensor& tokens, const OwnTokens& own);

/// likelihood_loss() of the text's tokens after fed_tokens(); no gradient reaches the choice of
/// these.
/// @param sentences  hard tokens and their lengths.  @param tokens  as likelihood_loss().
torch::Tensor scheduled_sampling_loss(Generator& generator, const Sentences& sentences,
                                      double tokens, const OwnTokens& own);

}  // namespace lingan
