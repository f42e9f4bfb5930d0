/// Cards: what a variant of any kind (a tokenizer, a network, an objective, a metric, ...) says of
/// itself, and how it is found by name.
#pragma once

#include <concepts>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace lingan {

/// What every card says. The card of a kind that needs no more is this.
struct Card {
  std::string_view name;     ///< as recipes and the command line spell it
  std::string_view summary;  ///< what it is, in one line
  std::string_view paper;    ///< where it comes from: a paper, or a program
};

/// What is found by its name.
template <class C>
concept Named = requires(const C& card) {
  { card.name } -> std::convertible_to<std::string_view>;
};

/// The card of any kind: Card's three members, and what else the kind needs.
template <class C>
concept AnyCard = Named<C> && requires(const C& card) {
  { card.summary } -> std::convertible_to<std::string_view>;
  { card.paper } -> std::convertible_to<std::string_view>;
};

/// "strategy 'policy' is not known (did you mean policy-gradient?); expected one of
/// policy-gradient, gumbel-softmax".
/// @param what  the kind, in the singular.
std::string unknown_name(std::string_view what, std::string_view name,
                         std::span<const std::string> known);

/// Throws unknown_name() as a UsageError.
[[noreturn]] void refuse_name(std::string_view what, std::string_view name,
                              std::span<const std::string> known);

/// The names of cards, in their order.
template <Named C>
std::vector<std::string> card_names(std::span<const C> cards) {
  std::vector<std::string> names;
  names.reserve(cards.size());
  for (const C& card : cards) names.emplace_back(card.name);
  return names;
}

/// The card of a name; null where there is none.
template <Named C>
const C* card_named(std::span<const C> cards, std::string_view name) {
  for (const C& card : cards) {
    if (card.name == name) return &card;
  }
  return nullptr;
}

/// The card of a name.
/// @param what  the kind, in the singular, for the message: `strategy`.
/// @throws UsageError for an unknown name, with the known ones and the nearest of them.
template <Named C>
const C& find_card(std::span<const C> cards, std::string_view name, std::string_view what) {
  if (const C* card = card_named(cards, name)) return *card;
  refuse_name(what, name, card_names(cards));
}

}  // namespace lingan
