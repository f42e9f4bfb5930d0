#include <lingan/model/generator_cards.h>

#include <algorithm>
#include <array>

namespace lingan {

#define VARIANT(name) GeneratorCard name##_card();
#include <lingan/model/generators.def>
#undef VARIANT

std::span<const GeneratorCard> generators() {
#define VARIANT(name) name##_card(),
  static const std::array cards = {
#include <lingan/model/generators.def>
  };
#undef VARIANT
  return cards;
}

std::string_view first_autoregressive_generator() {
  return std::ranges::find_if(generators(), &GeneratorCard::autoregressive)->name;
}

}  // namespace lingan
