#include <lingan/gan/recipe/round_text.h>

#include <algorithm>

namespace lingan {

std::string round_without(std::string_view round, std::string_view name) {
  constexpr std::string_view kSpaces = " \t";
  std::string others;
  bool is_there = false;
  for (std::string_view rest = round;;) {
    const size_t comma = rest.find(',');
    std::string_view move = rest.substr(0, comma);
    move.remove_prefix(std::min(move.find_first_not_of(kSpaces), move.size()));
    const bool is_named = move.substr(0, move.find_first_of(kSpaces)) == name;
    is_there = is_there || is_named;
    if (!is_named) others += (others.empty() ? "" : ", ") + std::string(move);
    if (comma == std::string_view::npos) break;
    rest.remove_prefix(comma + 1);
  }
  if (!is_there) return std::string(round);
  return others.empty() ? "generator" : others;
}

}  // namespace lingan
