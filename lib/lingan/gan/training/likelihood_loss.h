/// Maximum likelihood: teacher-forced cross-entropy, the loss of pretraining and of the `mle`
/// recipe.
#pragma once

#include <lingan/model/torch.h>

#include <lingan/base/token_batch.h>
#include <lingan/model/discriminator.h>
#include <lingan/model/generator.h>

namespace lingan {

/// Mean over non-padding tokens of -ln p(y_t | y_<t), differentiable; a scalar.
/// @param sentences  hard tokens and their lengths.
torch::Tensor likelihood_loss(Generator& generator, const Sentences& sentences);

/// The same figure for a whole corpus, by the engine; nats per non-padding token.
double corpus_nll(const Generator& generator, const TokenBatch& corpus, SpecialTokens specials);

}  // namespace lingan
