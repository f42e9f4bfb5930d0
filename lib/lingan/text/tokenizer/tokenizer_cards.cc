#include <lingan/text/tokenizer/tokenizer_cards.h>

#include <array>

#include <lingan/base/error.h>
#include <lingan/base/input.h>

namespace lingan {

#define VARIANT(name) TokenizerCard name##_card();
#include <lingan/text/tokenizer/tokenizers.def>
#undef VARIANT

std::span<const TokenizerCard> tokenizers() {
#define VARIANT(name) name##_card(),
  static const std::array cards = {
#include <lingan/text/tokenizer/tokenizers.def>
  };
#undef VARIANT
  return cards;
}

const TokenizerCard* kind_or_file(const std::string& name) {
  const TokenizerCard* card = card_named(tokenizers(), name);
  if (card != nullptr || names_input(name)) return card;
  throw UsageError(unknown_name("tokenizer", name, card_names(tokenizers())) +
                   ", or the file of a tokenizer");
}

}  // namespace lingan
