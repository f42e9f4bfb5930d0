/// What a generator is measured by while it trains.
#pragma once

#include <map>
#include <string>

#include <lingan/base/random.h>
#include <lingan/engine/rollouts/rollouts.h>
#include <lingan/gan/recipe/recipe.h>
#include <lingan/gan/training/training_data.h>

namespace lingan {

/// Why a run of the recipe on the data has no figure that `training.select` names, in one line with
/// a way out; empty: it has.
std::string why_not_selectable(const Recipe& recipe, const TrainingData& data);

/// The figure that validation_loss() is, by the name that the log gives it: `nll`, or `regression`
/// of a generator that gives points.
const char* validation_figure(const Generator& generator);

/// NLL of the validation sentences, nats per non-padding token, or what a token costs in
/// pretraining where it has no probability; `otherwise` if there are none.
double validation_loss(Generator& generator, const TrainingData& data, double otherwise);

/// Sentences that the generator draws at temperature 1.
engine::Samples drawn_sentences(const Generator& generator, const TrainingData& data,
                                int64_t samples, RandomStream stream);

/// `sample-length`, the mean number of tokens, and, where tokens are drawn, `entropy`: the mean -ln
/// p of a drawn token, nats.
std::map<std::string, double> sample_figures(const Generator& generator,
                                             const engine::Samples& drawn);

/// NLL_oracle: mean -ln p_oracle per token of drawn sentences, nats.
double oracle_nll(const TrainingData& data, const TokenBatch& drawn);

/// `bleu-2`..`bleu-5` of drawn sentences against the validation sentences (NLTK method 1, all
/// references) and their leave-one-out `self-bleu-2`..`self-bleu-5`; empty without validation.
std::map<std::string, double> sampled_bleu(const TrainingData& data, const TokenBatch& drawn);

}  // namespace lingan
