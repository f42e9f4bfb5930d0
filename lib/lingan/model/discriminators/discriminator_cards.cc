#include <lingan/model/discriminators/discriminator_cards.h>

#include <algorithm>
#include <array>

namespace lingan {

#define VARIANT(name) DiscriminatorCard name##_card();
#include <lingan/model/discriminators/discriminators.def>
#undef VARIANT

std::span<const DiscriminatorCard> discriminators() {
#define VARIANT(name) name##_card(),
  static const std::array cards = {
#include <lingan/model/discriminators/discriminators.def>
  };
#undef VARIANT
  return cards;
}

std::string_view to_judge_sentences(const DiscriminatorOptions& options) {
  const DiscriminatorCard* card = card_named(discriminators(), options.kind);
  return card == nullptr ? "" : card->judge_sentences;
}

bool has_token_outputs(const DiscriminatorOptions& options) {
  const DiscriminatorCard* card = card_named(discriminators(), options.kind);
  return card != nullptr && card->has_token_outputs;
}

bool reads_key(const DiscriminatorOptions& options, std::string_view name) {
  const DiscriminatorCard* card = card_named(discriminators(), options.kind);
  return card == nullptr || std::ranges::find(card->unread, name) == card->unread.end();
}

}  // namespace lingan
