#include <lingan/model/option_check.h>

#include <cmath>

#include <fmt/format.h>

#include <lingan/base/error.h>

namespace lingan {

void check_range(std::string_view key, int64_t value, int64_t low, int64_t high) {
  if (value < low || value > high) {
    throw UsageError(fmt::format("{} = {}: expected {}..{}", key, value, low, high));
  }
}

void check_fraction(std::string_view key, double value) {
  if (!(value >= 0.0 && value < 1.0)) {
    throw UsageError(fmt::format("{} = {}: expected a number in [0, 1)", key, value));
  }
}

void check_not_negative(std::string_view key, double value) {
  if (!(value >= 0.0 && std::isfinite(value))) {
    throw UsageError(fmt::format("{} = {}: expected a finite number >= 0", key, value));
  }
}

}  // namespace lingan
