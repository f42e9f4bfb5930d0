#include <lingan/model/discriminator_cards.h>

#include <array>

namespace lingan {

#define VARIANT(name) DiscriminatorCard name##_card();
#include <lingan/model/discriminators.def>
#undef VARIANT

std::span<const DiscriminatorCard> discriminators() {
#define VARIANT(name) name##_card(),
  static const std::array cards = {
#include <lingan/model/discriminators.def>
  };
#undef VARIANT
  return cards;
}

}  // namespace lingan
