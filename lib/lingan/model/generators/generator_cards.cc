#include <lingan/model/generators/generator_cards.h>

#include <algorithm>
#include <array>

namespace lingan {

#define VARIANT(name) GeneratorCard name##_card();
#include <lingan/model/generators/generators.def>
#undef VARIANT

std::span<const GeneratorCard> generators() {
#define VARIANT(name) name##_card(),
  static const std::array cards = {
#include <lingan/model/generators/generators.def>
  };
#undef VARIANT
  return cards;
}

bool has_likelihood(const GeneratorOptions& options) {
  const GeneratorCard* card = card_named(generators(), options.cell);
  return options.output == "softmax" && (card == nullptr || card->autoregressive);
}

std::string_view first_autoregressive_generator() {
  return std::ranges::find_if(generators(), &GeneratorCard::autoregressive)->name;
}

}  // namespace lingan
