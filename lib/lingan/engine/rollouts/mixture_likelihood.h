/// The likelihood of sentences under an equal mixture of generators.
#pragma once

#include <vector>

#include <lingan/base/token_batch.h>

namespace lingan::engine {

/// ln p(y_t | y_<t) of every token where each sentence is written by one of K generators, all of
/// them as likely, from its beginning to its end: the difference of ln <p_k(y_1..y_t)> and
/// ln <p_k(y_1..y_t-1)>, means over k. [rows, width], 0 after a sentence's end.
/// @param of_components  ln p of every token under each generator, [rows, width]; at least one.
std::vector<float> mixture_log_probabilities(const TokenBatch& sentences,
                                             const std::vector<std::vector<float>>& of_components);

}  // namespace lingan::engine
