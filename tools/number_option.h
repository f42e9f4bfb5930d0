/// Options that are numbers: all of them are read by parse_number (base/number.h), as recipes are.
#pragma once

#include <limits>
#include <string>
#include <type_traits>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <CLI/CLI.hpp>

#include <lingan/base/number.h>

namespace lingan::tools {

/// The numbers that an option takes, both ends included.
template <class Number>
struct NumberRange {
  Number low = std::numeric_limits<Number>::lowest();
  Number high = std::numeric_limits<Number>::max();

  bool contains(Number number) const { return low <= number && number <= high; }
  bool is_everything() const { return low == NumberRange{}.low && high == NumberRange{}.high; }
};

/// What help and messages call numbers of a range: `INTEGER in 1..10000`.
template <class Number>
std::string describe_numbers(const NumberRange<Number>& range) {
  std::string kind = std::is_integral_v<Number> ? "INTEGER" : "NUMBER";
  if (range.is_everything() && !std::is_unsigned_v<Number>) return kind;
  return kind + fmt::format(" in {}..{}", range.low, range.high);
}

/// A number of a range that a command line has.
/// @param names  of its option.
/// @throws CLI::ValidationError
template <class Number>
Number read_number(const std::string& text, const NumberRange<Number>& range,
                   const std::string& names) {
  const auto number = parse_number<Number>(text);
  if (number && range.contains(*number)) return *number;
  throw CLI::ValidationError(names, "'" + text + "': expected " + describe_numbers(range));
}

/// Adds an option for a number; help shows the value that it has now, if it is in the range.
/// @param value  must live as long as the command.
template <class Number>
CLI::Option* add_number(CLI::App& command, const std::string& names, Number& value,
                        const std::string& meaning,
                        std::type_identity_t<NumberRange<Number>> range = {}) {
  const auto read = [&value, range, names](const CLI::results_t& results) {
    value = read_number(results.front(), range, names);
    return true;
  };
  CLI::Option* option = command.add_option(names, CLI::callback_t(read), meaning);
  if (range.contains(value)) option->default_str(fmt::format("{}", value));
  return option->type_name(describe_numbers(range));
}

/// Adds an option for numbers that are joined by commas.
/// @param values  must live as long as the command; help shows those that it has now.
template <class Number>
void add_numbers(CLI::App& command, const std::string& name, std::vector<Number>& values,
                 const std::string& meaning, std::type_identity_t<NumberRange<Number>> range) {
  const auto read = [&values, range, name](const CLI::results_t& results) {
    values.clear();
    for (const std::string& result : results) values.push_back(read_number(result, range, name));
    return true;
  };
  command.add_option(name, CLI::callback_t(read), meaning)
      ->expected(1, CLI::detail::expected_max_vector_size)
      ->delimiter(',')
      ->allow_extra_args(false)
      ->default_str(fmt::format("{}", fmt::join(values, ",")))
      ->type_name(describe_numbers(range) + ",..");
}

}  // namespace lingan::tools
