/// The losses of a discriminator that is the ratio of two generators' likelihoods.
#pragma once

#include <lingan/model/torch.h>

#include <lingan/model/generators/generator.h>
#include <lingan/model/sentences/sentences.h>

namespace lingan {

/// What weighs the parts of the loss.
struct LikelihoodRatioTerms {
  double alpha = 1;  ///< weight of the fakes, >= 0
  double beta = 1;   ///< factor on the logarithm of the ratio, above 0
};

/// A loss and what its discriminator knows.
struct LikelihoodRatioLoss {
  torch::Tensor loss;        ///< [], nats a sentence; differentiable in the generator's weights
  torch::Tensor real_ratio;  ///< [], mean of ln G - ln G0 over what is real
  torch::Tensor fake_ratio;  ///< [], the same over what is fake: minus a divergence
};

/// Sentences told apart: with d = ln G(y) - ln G0(y) and D = sigma(beta d), the mean of -ln D over
/// the real sentences and alpha times that of -ln(1 - D) over the fakes. Over all distributions the
/// best G is G0 (p_data / (alpha G0))^(1 / beta), which for alpha = beta = 1 is the text's own
/// (Zheng et al. 2025; Montahaei et al. 2021, the last stage of their program). By softplus:
/// nothing overflows, however far the two are apart.
/// @param reference  G0.  @param real, fakes  hard tokens [B, T] and lengths; the fakes of G0.
LikelihoodRatioLoss sentence_ratio_loss(Generator& generator, Generator& reference,
                                        const Sentences& real, const Sentences& fakes,
                                        const LikelihoodRatioTerms& terms);

/// Next tokens told apart, after the same real tokens y_<t: with d(v) = ln G(v | y_<t) - ln G0(v |
/// y_<t), the sum over tokens of -ln sigma(beta d(y_t)) + alpha sum_v G0(v | y_<t) (-ln sigma(-beta
/// d(v))), the mean over sentences. Nothing is drawn: the sum over all tokens is the mean of what
/// G0 would write there. Real and fake have a prefix in common, so that the best G(. | y_<t) is the
/// text's for alpha = beta = 1 (Montahaei et al. 2021, the first stage of their program).
/// @param reference  G0.  @param real  hard tokens [B, T] and lengths.
LikelihoodRatioLoss token_ratio_loss(Generator& generator, Generator& reference,
                                     const Sentences& real, const LikelihoodRatioTerms& terms);

}  // namespace lingan
