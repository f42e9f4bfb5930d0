/// What the list of a recipe's keys is put together from: tables of options, and those of variants.
#pragma once

#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <lingan/base/card.h>
#include <lingan/base/option_key.h>
#include <lingan/base/option_table.h>
#include <lingan/gan/recipe/idle_rules.h>
#include <lingan/gan/recipe/recipe_keys.h>

namespace lingan {

/// A kind of variants: where a recipe keeps their options, and which of them it has chosen.
struct Variants {
  OptionSet& (*options)(Recipe&);
  std::string_view chosen_by;  ///< key of its name
  const std::string& (*chosen)(const Recipe&);
  std::string (*all_idle)(const Recipe&, bool);
  /// Of a key of the chosen one, beside what is no option of its own; null: never.
  std::string (*idle_beside)(const Recipe&, std::string_view key) = nullptr;
  /// Whether the options of one that is not chosen are read, too; null: never.
  bool (*also_read)(const Recipe&, std::string_view variant) = nullptr;

  /// Why the table of a variant has no effect; empty: it has.
  std::string why_idle(std::string_view variant, const Recipe& recipe, bool on_oracle) const;
  /// Of one of the keys of the chosen variant.
  std::string why_key_idle(const OptionTable& table, std::string_view key,
                           const Recipe& recipe) const;
};

/// Collects the keys table by table.
class KeyList {
 public:
  using In = std::function<void*(Recipe&)>;

  /// Keys of a table that is known already go after those that it has.
  void add(std::string_view table, std::span<const OptionKey> options, const In& in,
           const WhyIdle& why_idle = never_idle);

  /// Keys of which some have no effect for reasons of their own.
  template <typename WhyKeyIdle>
  void add_each(std::string_view table, std::span<const OptionKey> options, const In& in,
                const WhyKeyIdle& why_idle) {
    for (const OptionKey& option : options) {
      add(table, {&option, 1}, in,
          [why_idle, name = option.name](const Recipe& recipe, bool on_oracle) {
            return why_idle(name, recipe, on_oracle);
          });
    }
  }

  /// The tables of variants.
  template <AnyCard C>
  void add(std::span<const C> cards, const Variants& variants) {
    for (const C& card : cards) {
      const auto in = [of = variants.options, in = card.options.in](Recipe& recipe) {
        return in(of(recipe));
      };
      add_each(card.options.name, card.options.keys, in,
               [variants, card](std::string_view name, const Recipe& recipe, bool on_oracle) {
                 const std::string why = variants.why_idle(card.name, recipe, on_oracle);
                 return why.empty() ? variants.why_key_idle(card.options, name, recipe) : why;
               });
    }
  }

  std::vector<RecipeKey> take() { return std::move(keys_); }

 private:
  std::vector<RecipeKey> keys_;
};

}  // namespace lingan
