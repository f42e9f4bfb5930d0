#include <lingan/model/generator_cards.h>

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

}  // namespace lingan
