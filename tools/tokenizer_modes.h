/// Which options about learning a tokenizer have an effect with which kind.
#pragma once

#include <functional>

#include <lingan/text/tokenizer/tokenizer_cards.h>

#include "tools/option_modes.h"

namespace lingan::tools {

/// Rules for --vocab-size, --min-count, --normalize and --lower-case.
/// @param learnt  gives the card of the kind that is learnt; null: one is read from a file.
void add_tokenizer_rules(OptionModes& modes, const std::function<const TokenizerCard*()>& learnt);

}  // namespace lingan::tools
