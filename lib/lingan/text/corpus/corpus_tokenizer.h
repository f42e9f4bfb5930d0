/// A tokenizer that is learnt from a corpus.
#pragma once

#include <functional>
#include <memory>
#include <span>
#include <string_view>

#include <lingan/text/corpus/corpus_lines.h>
#include <lingan/text/tokenizer/tokenizer.h>

namespace lingan {

/// Learns a tokenizer from the lines that are chosen.
/// @param is_chosen  is asked once for each line, in their order.
/// @throws InputError naming file and line of what the tokenizer cannot take, or the file if there
/// is nothing to learn; UsageError as train_tokenizer.
std::unique_ptr<Tokenizer> learn_tokenizer(
    const TokenizerOptions& options, CorpusLines& lines,
    const std::function<bool(std::string_view line)>& is_chosen);

/// The same from the lines of several files, one after the other.
/// @param files  one at least.
std::unique_ptr<Tokenizer> learn_tokenizer(
    const TokenizerOptions& options, std::span<CorpusLines> files,
    const std::function<bool(std::string_view line)>& is_chosen);

}  // namespace lingan
