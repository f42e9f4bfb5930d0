#include "tools/duration.h"

#include <cmath>
#include <cstdint>

#include <fmt/format.h>

namespace lingan::tools {

std::string format_duration(double seconds) {
  const int64_t whole = std::llround(seconds);
  if (whole < 60) return fmt::format("{} s", whole);
  if (whole < 3600) return fmt::format("{} min {:02} s", whole / 60, whole % 60);
  return fmt::format("{} h {:02} min", whole / 3600, whole / 60 % 60);
}

}  // namespace lingan::tools
