#include "tools/tokenizer_options.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "tools/number_option.h"

namespace lingan::tools {

std::string tokenizer_kinds() {
  return fmt::format("{}", fmt::join(card_names(tokenizers()), ", "));
}

void add_tokenizer_options(CLI::App& command, std::string& name, const std::string& meaning,
                           TokenizerOptions& options) {
  command.add_option("--tokenizer", name, meaning)->capture_default_str();
  add_number(command, "--vocab-size", options.vocabulary_size,
             "Most ids, the 4 special ones included; 0: all (8000 for unigram and bpe)",
             {0, 10'000'000});
  add_number(command, "--min-count", options.min_count,
             "Leave out words seen less often (word, whitespace, character)",
             {1, int64_t{1} << 40});
  command.add_option("--normalize", options.normalizer.form, "Unicode normalization")
      ->check(CLI::IsMember({"nfc", "nfkc", "nfkc-casefold", "none"}))
      ->capture_default_str();
  command.add_flag("--lower-case", options.normalizer.lower_case, "Lower-case the text");
}

void add_tokenizer_rules(OptionModes& modes, const std::function<const TokenizerCard*()>& learnt) {
  modes.only(
      {"--vocab-size", "--min-count", "--normalize", "--lower-case"},
      [learnt] { return learnt() != nullptr; }, "with the file of a tokenizer");
  modes.only(
      {"--min-count"}, [learnt] { return learnt()->content == TokenizerContent::kPieces; },
      "with this kind of tokenizer, which counts no words");
  modes.only(
      {"--normalize", "--lower-case"},
      [learnt] { return learnt()->content != TokenizerContent::kIds; },
      "with the tokenizer ids, which reads numbers");
}

}  // namespace lingan::tools
