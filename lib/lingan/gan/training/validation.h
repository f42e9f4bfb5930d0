/// What a generator is measured by while it trains.
#pragma once

#include <map>
#include <string>

#include <lingan/base/random.h>
#include <lingan/gan/recipe/recipe.h>
#include <lingan/gan/training/training_data.h>

namespace lingan {

/// Why a run of the recipe on the data has no figure that `training.select` names, in one line with
/// a way out; empty: it has.
std::string why_not_selectable(const Recipe& recipe, const TrainingData& data);

/// NLL of the validation sentences, nats per non-padding token; `otherwise` if there are none.
double validation_nll(const Generator& generator, const TrainingData& data, double otherwise);

/// NLL_oracle: mean -ln p_oracle per token of `samples` sentences that the generator draws at
/// temperature 1, nats.
double sampled_oracle_nll(const Generator& generator, const TrainingData& data, int64_t samples,
                          RandomStream stream);

/// `bleu-2`..`bleu-5` of drawn sentences against the validation sentences (NLTK method 1, all
/// references) and their leave-one-out `self-bleu-2`..`self-bleu-5`; empty without validation.
std::map<std::string, double> sampled_bleu(const Generator& generator, const TrainingData& data,
                                           int64_t samples, RandomStream stream);

}  // namespace lingan
