#include <lingan/run/comparison/sweep.h>

#include <algorithm>
#include <array>

#include <lingan/base/card.h>

namespace lingan {
namespace {

/// In the order of Sweep.
constexpr std::array<std::string_view, 2> kNames = {"temperature", "top-p"};

}  // namespace

std::string_view name_of(Sweep sweep) { return kNames.at(static_cast<size_t>(sweep)); }

Sweep sweep_named(std::string_view name) {
  const auto entry = std::ranges::find(kNames, name);
  if (entry == kNames.end()) refuse_name("sweep", name, {{"temperature", "top-p"}});
  return static_cast<Sweep>(entry - kNames.begin());
}

engine::SamplingOptions sampling_at(Sweep sweep, double value) {
  if (sweep == Sweep::kTopP) return {.top_p = value};
  return {.temperature = value};
}

}  // namespace lingan
