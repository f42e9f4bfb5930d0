/// What a step of policy gradient minimizes: Williams 1992.
#pragma once

#include <lingan/model/torch.h>

#include <lingan/model/generators/generator.h>
#include <lingan/model/sentences/sentences.h>

namespace lingan {

/// What sentences of a step are worth.
struct PolicyGradientTerms {
  torch::Tensor advantages;    ///< A [B, T], rewards less their baseline
  torch::Tensor unit;          ///< u [B, T], what a token counts; 0 after a sentence's end
  double entropy_bonus = 0.0;  ///< worth of a nat of a token's entropy, in the unit of A
  double anchor = 0.0;         ///< weight of the exact KL(G || start) of each next token
  Generator* start = nullptr;  ///< what the anchor holds to; null without one
};

/// -sum u (A ln G(y_t | y_<t) + entropy_bonus H(G) - anchor KL(G || start)), a scalar.
torch::Tensor policy_gradient_loss(Generator& generator, const Sentences& sentences,
                                   const PolicyGradientTerms& terms);

}  // namespace lingan
