/// How long the sentences of a grammar are.
#pragma once

#include <cstdint>
#include <vector>

#include <lingan/grammar/grammar.h>

namespace lingan {

/// The probability that a sentence has n terminals, for n = 0..longest, exactly: the inside
/// algorithm over lengths in place of texts. Time grows with the square of `longest`.
std::vector<double> length_probabilities(const Grammar& grammar, int32_t longest);

}  // namespace lingan
