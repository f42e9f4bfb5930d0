/// How well a generator writes sentences again from latent codes.
#pragma once

#include <map>
#include <string>

#include <lingan/model/torch.h>

#include <lingan/gan/strategies/strategy.h>
#include <lingan/model/generators/generator.h>
#include <lingan/model/sentences/sentences.h>

namespace lingan {

/// -ln p(x | z) of a mean sentence, in nats, with the generator's dropout: a scalar, differentiable
/// in G and in the codes. The generator is in evaluation mode afterwards.
/// @param sentences  hard, with lengths and `latent`.
torch::Tensor reconstruction_loss(Generator& generator, const Sentences& sentences);

/// The same of a mean token.
torch::Tensor token_reconstruction_loss(Generator& generator, const Sentences& sentences);

/// ln p(x | z) of sentences and their codes, [B], not differentiable.
/// @param sentences  as above.
torch::Tensor log_likelihood_of_codes(Generator& generator, const Sentences& sentences);

/// `reconstruction-nll`, -ln p(x | z) in nats a token, and `reconstruction-accuracy`, the share of
/// tokens that are the likeliest after those before them.
/// @param sentences  as above.
std::map<std::string, double> reconstruction_figures(Generator& generator,
                                                     const Sentences& sentences);

/// Standard normal numbers [rows, Z] for codes of a step, where the generator is: rows of the
/// step's stream of a purpose.
torch::Tensor step_noise(const StepContext& context, Purpose purpose, int64_t rows);

}  // namespace lingan
