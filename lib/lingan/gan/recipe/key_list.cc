#include <lingan/gan/recipe/key_list.h>

#include <algorithm>
#include <iterator>

#include <fmt/format.h>

namespace lingan {

std::string Variants::why_idle(std::string_view variant, const Recipe& recipe,
                               bool on_oracle) const {
  std::string why = all_idle(recipe, on_oracle);
  if (!why.empty() || chosen(recipe) == variant) return why;
  if (also_read != nullptr && also_read(recipe, variant)) return "";
  return fmt::format("with {} = {}", chosen_by, quote_toml(chosen(recipe)));
}

std::string Variants::why_key_idle(const OptionTable& table, std::string_view key,
                                   const Recipe& recipe) const {
  if (table.why_idle != nullptr) {
    Recipe copy = recipe;  // options() gives what may be written
    std::string why = table.why_idle(options(copy), key);
    if (!why.empty()) return why;
  }
  return idle_beside == nullptr ? "" : idle_beside(recipe, key);
}

void KeyList::add(std::string_view table, std::span<const OptionKey> options, const In& in,
                  const WhyIdle& why_idle) {
  const auto last = std::find_if(keys_.rbegin(), keys_.rend(),
                                 [&](const RecipeKey& key) { return key.table == table; });
  auto place = last == keys_.rend() ? keys_.end() : last.base();
  for (const OptionKey& option : options) {
    place = std::next(keys_.insert(place, {table, option, in, why_idle}));
  }
}

}  // namespace lingan
