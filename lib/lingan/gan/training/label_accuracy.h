/// How well a discriminator that tells labels tells those of held-out sentences.
#pragma once

#include <map>
#include <string>

#include <lingan/gan/training/training_state.h>

namespace lingan {

/// `label-accuracy`: the share of the held-out sentences whose label is known of which D finds that
/// label the likeliest, fakes left out, 0..1; of kJudgedSentences at most, spread over them. Empty
/// without such sentences, or a D that tells labels.
std::map<std::string, double> label_accuracy(const TrainingState& state);

}  // namespace lingan
