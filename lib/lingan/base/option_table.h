/// The options that a variant brings along: a struct and its keys, known to the variant alone.
#pragma once

#include <any>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <typeindex>

#include <lingan/base/option_key.h>

namespace lingan {

/// The option structs of any number of variants, each by its type. A struct that was never touched
/// has its defaults.
class OptionSet {
 public:
  template <class Options>
  const Options& get() const {
    static const Options defaults{};
    const auto entry = structs_.find(typeid(Options));
    return entry == structs_.end() ? defaults : std::any_cast<const Options&>(entry->second);
  }

  template <class Options>
  Options& get() {
    auto& value = structs_[typeid(Options)];
    if (!value.has_value()) value = Options{};
    return std::any_cast<Options&>(value);
  }

 private:
  std::map<std::type_index, std::any> structs_;
};

/// A variant's table of a recipe. Make it with option_table(); a variant without options has the
/// empty one.
struct OptionTable {
  std::string_view name;  ///< where it stands in a recipe: `strategy.policy-gradient`
  std::span<const OptionKey> keys;
  void* (*in)(OptionSet&) = nullptr;  ///< the struct that the keys belong to
  /// What is wrong with values that no single key forbids, naming the keys; empty: nothing.
  std::string (*problem)(const OptionSet&) = nullptr;
  /// Why a key has no effect beside the others, as the end of "has no effect WHY"; empty: it has.
  std::string (*why_idle)(const OptionSet&, std::string_view key) = nullptr;
};

/// The table of a struct of options.
/// @param Problem, WhyIdle  see OptionTable.
/// @param keys  of fields of Options.
template <class Options, std::string (*Problem)(const Options&) = nullptr,
          std::string (*WhyIdle)(const Options&, std::string_view) = nullptr>
constexpr OptionTable option_table(std::string_view name, std::span<const OptionKey> keys) {
  OptionTable table{name, keys};
  table.in = +[](OptionSet& set) -> void* { return &set.get<Options>(); };
  if constexpr (Problem != nullptr) {
    table.problem = +[](const OptionSet& set) { return Problem(set.get<Options>()); };
  }
  if constexpr (WhyIdle != nullptr) {
    table.why_idle = +[](const OptionSet& set, std::string_view key) {
      return WhyIdle(set.get<Options>(), key);
    };
  }
  return table;
}

}  // namespace lingan
