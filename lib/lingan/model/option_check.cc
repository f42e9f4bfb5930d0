#include <lingan/model/option_check.h>

#include <fmt/format.h>

#include <lingan/base/error.h>

namespace lingan {

void check_range(std::string_view key, int64_t value, int64_t low, int64_t high) {
  if (value < low || value > high) {
    throw UsageError(fmt::format("{} = {}: expected {}..{}", key, value, low, high));
  }
}

}  // namespace lingan
