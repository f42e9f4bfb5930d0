/// Sentences from outside for a run's networks.
#pragma once

#include <cstdint>
#include <string>

#include <lingan/base/token_batch.h>
#include <lingan/text/tokenizer/tokenizer.h>

namespace lingan {

/// What lines are read as.
struct GivenKind {
  std::string name;     ///< `source`: what one is called
  int32_t longest = 1;  ///< tokens that the run has learnt of, eos counted
  bool is_cut = false;  ///< longer ones are read as far as that, and a notice says how many
};

/// Reads one a line: ids by the run's tokenizer, an eos, and pads up to the longest. A notice names
/// the input and says how many tokens the run does not know.
/// @param input  see base/input.h.
/// @throws InputError for text that is malformed, a line that is blank, or too long where it is not
/// cut, and for no line at all.
TokenBatch read_given(const Tokenizer& tokenizer, const std::string& input, const GivenKind& kind);

}  // namespace lingan
