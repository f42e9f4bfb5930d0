/// Cards as a message proposes them.
#pragma once

#include <span>
#include <string>

#include <lingan/base/card.h>
#include <lingan/base/option_key.h>

namespace lingan {

/// The names of the cards for which something holds, as `"A" or "B"`.
template <Named C, class Holds>
std::string choice_of(std::span<const C> cards, const Holds& holds) {
  std::string names;
  for (const C& card : cards) {
    if (holds(card)) names += (names.empty() ? "" : " or ") + quote_toml(card.name);
  }
  return names;
}

}  // namespace lingan
