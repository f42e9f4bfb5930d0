/// What a strategy's own networks are worth on held-out sentences.
#pragma once

#include <cstdint>
#include <map>
#include <string>

#include <lingan/gan/training/training_state.h>

namespace lingan {

/// Strategy::held_out_figures() of kJudgedSentences at most, spread over the held-out ones; empty
/// without these.
/// @param step  number of the adversarial step, from 0.
std::map<std::string, double> strategy_figures(const TrainingState& state, int64_t step);

}  // namespace lingan
