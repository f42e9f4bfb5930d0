#include <lingan/base/card.h>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <lingan/base/closest_name.h>
#include <lingan/base/error.h>

namespace lingan {

std::string unknown_name(std::string_view what, std::string_view name,
                         std::span<const std::string> known) {
  return fmt::format("{} '{}' is not known{}; expected one of {}", what, name,
                     did_you_mean(name, known), fmt::join(known, ", "));
}

void refuse_name(std::string_view what, std::string_view name, std::span<const std::string> known) {
  throw UsageError(unknown_name(what, name, known));
}

}  // namespace lingan
