#include "tools/reward_command.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <string_view>

#include <fmt/format.h>

#include <lingan/base/counted.h>
#include <lingan/base/error.h>
#include <lingan/base/number.h>
#include <lingan/base/option_key.h>

#include "tools/shell_command.h"

namespace lingan::tools {
namespace {

/// Longest line that is waited for: no number is longer.
constexpr size_t kLongestLine = 256;

/// A line without the blanks round it, which programs write to align numbers or to end lines.
std::string_view without_blanks(std::string_view line) {
  constexpr std::string_view kBlanks = " \t\r";
  line.remove_prefix(std::min(line.size(), line.find_first_not_of(kBlanks)));
  return line.substr(0, line.find_last_not_of(kBlanks) + 1);
}

/// @throws InputError for a line that is no number, and for too many or too few.
std::vector<double> numbers(std::string_view text, size_t count, const std::string& place) {
  std::vector<double> rewards;
  while (!text.empty()) {
    const std::string_view line = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(text.size(), line.size() + 1));
    const auto number = parse_number<double>(without_blanks(line));
    if (!number || std::abs(*number) > std::numeric_limits<float>::max()) {
      throw InputError(fmt::format("line {} of its output, {}, is no finite number",
                                   rewards.size() + 1, quote_toml(line.substr(0, 40))),
                       place);
    }
    rewards.push_back(*number);
    if (rewards.size() > count) break;
  }
  if (rewards.size() == count) return rewards;
  const bool too_many = rewards.size() > count;
  throw InputError(fmt::format("wrote {} for {}; it must write one number a line",
                               too_many ? "more numbers" : counted(rewards.size(), "number"),
                               counted(count, "sentence")),
                   place);
}

}  // namespace

std::vector<double> RewardCommand::operator()(std::span<const std::string> sentences) const {
  const ShellRequest request{
      .command = command_,
      .option = "--reward",
      .sentences = sentences,
      .limit = limit_,
      .maximum = [&](std::string_view) { return (sentences.size() + 1) * kLongestLine; }};
  return numbers(answer_of(request), sentences.size(), place_of(request));
}

}  // namespace lingan::tools
