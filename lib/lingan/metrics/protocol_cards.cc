#include <lingan/metrics/protocol.h>

#include <array>

namespace lingan::metrics {

#define VARIANT(name) Protocol name##_card();
#include <lingan/metrics/protocols.def>
#undef VARIANT

std::span<const Protocol> protocols() {
#define VARIANT(name) name##_card(),
  static const std::array cards = {
#include <lingan/metrics/protocols.def>
  };
#undef VARIANT
  return cards;
}

}  // namespace lingan::metrics
