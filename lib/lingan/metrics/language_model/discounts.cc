#include <lingan/metrics/language_model/discounts.h>

#include <fmt/format.h>

#include <lingan/base/error.h>

namespace lingan::metrics {
namespace {

[[noreturn]] void refuse(int order, const std::string& why) {
  throw InputError(
      fmt::format("no Kneser-Ney discounts for {}-grams: {}; the text is too small or repeats "
                  "itself: take more, "
                  "without duplicates, a lower `order`, or `discount_fallback`",
                  order, why));
}

}  // namespace

Discounts estimate_discounts(const CountsOfCounts& counts, int order) {
  for (int j = 1; j <= 3; ++j) {
    if (counts[j] == 0) refuse(order, fmt::format("none has the adjusted count {}", j));
  }
  const float y =
      static_cast<float>(counts[1]) /
      static_cast<float>(static_cast<double>(counts[1]) + 2.0 * static_cast<double>(counts[2]));
  Discounts discounts = {};
  for (int j = 1; j <= 3; ++j) {
    const auto level = static_cast<float>(j);
    discounts[j] = level - static_cast<float>(j + 1) * y * static_cast<float>(counts[j + 1]) /
                               static_cast<float>(counts[j]);
    if (discounts[j] < 0 || discounts[j] > level) {
      refuse(order, fmt::format("that of count {} would be {}, outside 0..{}", j, discounts[j], j));
    }
  }
  return discounts;
}

}  // namespace lingan::metrics
