/// Checks of a network's options: one line that names the key, the value and what is allowed.
#pragma once

#include <cstdint>
#include <string_view>

namespace lingan {

/// @throws UsageError "KEY = VALUE: expected LOW..HIGH" unless low <= value <= high.
void check_range(std::string_view key, int64_t value, int64_t low, int64_t high);

/// @throws UsageError unless 0 <= value < 1.
void check_fraction(std::string_view key, double value);

/// @throws UsageError unless value is a finite number >= 0.
void check_not_negative(std::string_view key, double value);

}  // namespace lingan
