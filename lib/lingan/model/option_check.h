/// Checks of what a network is given besides its recipe's keys: sizes that come with the text.
#pragma once

#include <cstdint>
#include <string_view>

namespace lingan {

/// @throws UsageError "KEY = VALUE: expected LOW..HIGH" unless low <= value <= high.
void check_range(std::string_view key, int64_t value, int64_t low, int64_t high);

}  // namespace lingan
