/// JSON from outside: what is wrong with it is said in words of our own.
#pragma once

#include <concepts>
#include <cstdint>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <utility>

#include <nlohmann/json.hpp>

#include <lingan/base/error.h>

namespace lingan {

/// @throws InputError with the byte from which on it is no JSON.
nlohmann::json parse_json(std::string_view text);

/// Throws an InputError: what JSON is that is nested too deep.
/// @param keys  those at its top.
using NestingRefusal = std::function<void(const std::set<std::string>& keys)>;

/// The same of a document whose shape is known.
/// @param deepest  objects and lists inside one another.  @param refuse  may know more of what is
/// nested deeper.
/// @throws InputError also for a key that comes twice in an object, and for what is nested deeper.
nlohmann::json parse_json_document(std::string_view text, int deepest,
                                   const NestingRefusal& refuse = nullptr);

namespace detail {

// Whether a value is of a type, and how messages call that.
template <std::integral Number>
bool holds(const nlohmann::json& value, Number*) {
  if (value.is_number_unsigned()) return std::in_range<Number>(value.get<uint64_t>());
  return value.is_number_integer() && std::in_range<Number>(value.get<int64_t>());
}
inline bool holds(const nlohmann::json& value, double*) { return value.is_number(); }
inline bool holds(const nlohmann::json& value, std::string*) { return value.is_string(); }
inline bool holds(const nlohmann::json& value, std::map<std::string, std::string>*) {
  bool all = value.is_object();
  for (const auto& entry : value) all = all && entry.is_string();
  return all;
}

template <std::integral Number>
const char* name_of(Number*) {
  return "whole number in its range";
}
inline const char* name_of(double*) { return "number"; }
inline const char* name_of(std::string*) { return "text"; }
inline const char* name_of(std::map<std::string, std::string>*) { return "object of texts"; }

}  // namespace detail

/// The value of a key of an object.
/// @throws InputError naming the key if it is missing or its value is not of the type.
template <class Value>
Value json_value(const nlohmann::json& object, const std::string& key) {
  const auto entry = object.find(key);
  if (entry == object.end()) throw InputError("the key '" + key + "' is missing");
  if (!detail::holds(*entry, static_cast<Value*>(nullptr))) {
    throw InputError("'" + key + "' is no " + detail::name_of(static_cast<Value*>(nullptr)));
  }
  return entry->get<Value>();
}

/// The same, with a value for a key that is missing.
template <class Value>
Value json_value(const nlohmann::json& object, const std::string& key, Value missing) {
  return object.contains(key) ? json_value<Value>(object, key) : std::move(missing);
}

}  // namespace lingan
