/// The bias of the output layer, fitted to a text's word counts.
#pragma once

#include <cstdint>

#include <lingan/base/token_batch.h>
#include <lingan/model/generator.h>

namespace lingan {

/// Iterative scaling (Darroch & Ratcliff 1972): each pass adds ln((n_v + 1) / (e_v + 1)) to the
/// bias of token v, with its count n_v in the text and the expected count e_v, the sum of p(v |
/// y_<t) over the text's positions. Exactly one bias takes part in a prediction, so that, but for
/// the ones that keep rare tokens in place, no pass lowers the text's likelihood; where all counts
/// are as expected it has its maximum in the biases.
///
/// Dropout makes that necessary: what is sampled is the network without masks, which is surer of
/// itself than the mixture of masked ones that was trained, and ends sentences 3 to 4 % too early.
///
/// @param generator  one with a softmax that is autoregressive; with a network for each label, each
/// is fitted to the sentences of its own. Nothing but the biases changes.
/// @param text  [N, T], with labels where the generator wants them.
/// @param passes  over the text, >= 0.
void fit_output_bias(Generator& generator, const TokenBatch& text, int64_t passes);

}  // namespace lingan
