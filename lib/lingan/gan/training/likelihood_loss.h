/// Maximum likelihood: teacher-forced cross-entropy, the loss of pretraining and of the `mle`
/// recipe.
#pragma once

#include <span>

#include <lingan/model/torch.h>

#include <lingan/base/token_batch.h>
#include <lingan/model/discriminators/discriminator.h>
#include <lingan/model/generators/generator.h>

namespace lingan {

/// Sum over non-padding tokens of -ln p(y_t | y_<t), divided by `tokens`; differentiable, a scalar.
/// A missing word (missing_words.h) costs nothing, and is read as such before later ones.
/// @param sentences  hard tokens and their lengths, and with labels each one's. A generator that
/// draws its labels learns each sentence by one that is drawn by torch's generator, so that all
/// come to mean the same: the loss is in the mean no less than that of their mixture.
/// @param tokens  the same for every batch of a corpus, so that all of its tokens weigh the same: a
/// mean over each batch's own tokens would weigh those of short sentences more where a batch holds
/// sentences of about one length, and teach too short ones.
torch::Tensor likelihood_loss(Generator& generator, const Sentences& sentences, double tokens);

/// Mean of -ln p over the tokens of sentences; nats.
/// @param log_probabilities  [rows, width] of the sentences: ln p of each token, 0 after the last.
double mean_nll(std::span<const float> log_probabilities, const TokenBatch& sentences);

/// Mean over the non-padding tokens of a whole corpus, by the engine; nats.
double corpus_nll(const Generator& generator, const TokenBatch& corpus, SpecialTokens specials);

/// What a token of a corpus costs in pretraining, the mean over its tokens, without dropout.
double corpus_regression(Generator& generator, const TokenBatch& corpus);

}  // namespace lingan
