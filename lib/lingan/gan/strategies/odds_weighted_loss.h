/// The loss of odds-weighted likelihood.
#pragma once

#include <lingan/model/torch.h>

#include <lingan/model/generators/generator.h>
#include <lingan/model/sentences/sentences.h>

namespace lingan {

/// What beside the networks and sentences a step's loss is made of.
struct OddsWeightedTerms {
  torch::Tensor weights;  ///< [B], each sentence's; their mean over the pool is 1
  double anchor = 1;      ///< beta
  double tokens = 1;      ///< what the sum over tokens is divided by, the same for every batch
};

/// w = N e^f / sum of e^f, [N], of log odds f, [N]: what each of the generator's own sentences
/// counts, so that together they are as if the generator times D's odds had written them (Deng et
/// al. 2020, eq. 2, by importance sampling). Their mean is 1.
torch::Tensor odds_weights(const torch::Tensor& log_odds);

/// sum over tokens of -(w - 1) ln G(y_t | y_<t) + beta CE(G0(. | y_<t), G(. | y_<t)), over a
/// constant: the expected gradient of the first term, of sentences of G0, is that of the
/// weighted likelihood (w alone), since E[grad ln G0] = 0; at the start, where G is G0, the second
/// has none.
/// @param start  G0.  @param sentences  of G0: hard tokens [B, T] and lengths.
torch::Tensor odds_weighted_loss(Generator& generator, Generator& start, const Sentences& sentences,
                                 const OddsWeightedTerms& terms);

}  // namespace lingan
