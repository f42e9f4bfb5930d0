#include <lingan/gan/objectives/objective_cards.h>

#include <array>

namespace lingan {

#define VARIANT(name) ObjectiveCard name##_card();
#include <lingan/gan/objectives/objectives.def>
#undef VARIANT

std::span<const ObjectiveCard> objectives() {
#define VARIANT(name) name##_card(),
  static const std::array cards = {
#include <lingan/gan/objectives/objectives.def>
  };
#undef VARIANT
  return cards;
}

}  // namespace lingan
