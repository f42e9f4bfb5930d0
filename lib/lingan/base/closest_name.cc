#include <lingan/base/closest_name.h>

#include <algorithm>
#include <cctype>
#include <vector>

namespace lingan {
namespace {

std::string lowered(std::string_view name) {
  std::string lower(name);
  std::ranges::transform(lower, lower.begin(),
                         [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return lower;
}

/// Length of the tables of keys that both names begin with, as in `training.`.
size_t shared_tables(std::string_view a, std::string_view b) {
  const auto differs = std::ranges::mismatch(a, b).in1 - a.begin();
  const size_t dot = a.substr(0, static_cast<size_t>(differs)).rfind('.');
  return dot == std::string_view::npos ? 0 : dot + 1;
}

}  // namespace

size_t edit_distance(std::string_view from, std::string_view to) {
  std::vector<size_t> before(to.size() + 1);
  std::vector<size_t> last(to.size() + 1);
  std::vector<size_t> row(to.size() + 1);
  for (size_t column = 0; column <= to.size(); ++column) last[column] = column;
  for (size_t i = 1; i <= from.size(); ++i) {
    row[0] = i;
    for (size_t j = 1; j <= to.size(); ++j) {
      const size_t substitution = last[j - 1] + (from[i - 1] == to[j - 1] ? 0 : 1);
      row[j] = std::min({last[j] + 1, row[j - 1] + 1, substitution});
      const bool swapped = i > 1 && j > 1 && from[i - 1] == to[j - 2] && from[i - 2] == to[j - 1];
      if (swapped) row[j] = std::min(row[j], before[j - 2] + 1);
    }
    before.swap(last);
    last.swap(row);
  }
  return last[to.size()];
}

std::string did_you_mean(std::string_view given, std::span<const std::string> known) {
  constexpr size_t kLongest = 64;       // longer names are no slips of the finger
  constexpr size_t kShortestStart = 3;  // of a name cut short
  if (given.size() > kLongest) return "";
  const std::string lower = lowered(given);
  const std::string* closest = nullptr;
  size_t fewest = given.size() + 1;
  for (const std::string& name : known) {
    const size_t distance = edit_distance(lower, lowered(name));
    const size_t shared = shared_tables(lower, lowered(name));
    const size_t own = given.size() - shared;
    const bool is_replaced = distance >= std::min(own, name.size() - shared);
    const bool is_far = distance > std::max<size_t>(1, own / 3);
    if (given == name || is_replaced || is_far || distance >= fewest) continue;
    fewest = distance;
    closest = &name;
  }
  if (closest == nullptr && given.size() >= kShortestStart) {
    const auto begun = std::ranges::find_if(known, [&](const std::string& name) {
      return lowered(name).starts_with(lower) && name != given;
    });
    if (begun != known.end()) closest = &*begun;
  }
  return closest == nullptr ? "" : " (did you mean " + *closest + "?)";
}

}  // namespace lingan
