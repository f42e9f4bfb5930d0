#include "tools/tokenizer_modes.h"

namespace lingan::tools {

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
