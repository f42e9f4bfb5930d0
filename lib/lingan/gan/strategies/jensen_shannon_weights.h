/// What each real sentence counts in the slope of the Jensen-Shannon divergence.
#pragma once

#include <lingan/model/torch.h>

namespace lingan {

/// w = -G ln(G / (G + p)) of each sentence, [B]. Twice the divergence of the text p and G, less a
/// constant, is sum_x p ln(p / (p + G)) + G ln(G / (p + G)); its slope is -sum of w grad ln G over
/// the sentences of the text alone, as elsewhere the logarithm is 0 (Li et al. 2019). The best
/// discriminator, p / (p + G), is in it, and no other is needed. By logarithms: of a probability
/// that is 0 in float32 the weight is 0. w rises with G, up to p.
/// @param log_generator  ln G, [B].  @param log_text  ln p, of every one of them.
torch::Tensor jensen_shannon_weights(const torch::Tensor& log_generator, double log_text);

}  // namespace lingan
