/// Options about a tokenizer and what is learnt for it, the same for every command that has them.
#pragma once

#include <functional>
#include <string>

#include <CLI/CLI.hpp>

#include <lingan/text/tokenizer/tokenizer_cards.h>

#include "tools/option_modes.h"

namespace lingan::tools {

/// Adds --tokenizer, --vocab-size, --min-count, --normalize and --lower-case.
/// @param name  what --tokenizer names.
/// @param meaning  of --tokenizer, for help.
/// @param options  of the kind that is learnt. Both must live as long as the command.
void add_tokenizer_options(CLI::App& command, std::string& name, const std::string& meaning,
                           TokenizerOptions& options);

/// The kinds of tokenizers, for help.
std::string tokenizer_kinds();

/// Rules for --vocab-size, --min-count, --normalize and --lower-case.
/// @param learnt  gives the card of the kind that is learnt; null: one is read from a file.
void add_tokenizer_rules(OptionModes& modes, const std::function<const TokenizerCard*()>& learnt);

}  // namespace lingan::tools
