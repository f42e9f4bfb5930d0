// Tables of a gradient study: what the parser accepts has probabilities, and estimators of its
// gradient.
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include <lingan/base/error.h>
#include <lingan/gradients/study.h>
#include <lingan/gradients/table_file.h>

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace lingan;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  try {
    const auto table = gradients::parse_table(text);
    double sum = 0.0;
    for (const double p : table.policy(0)) sum += p;
    if (!(std::abs(sum - 1) < 1e-9)) std::abort();
    gradients::study(table, {.samples = {2, 3}, .rollouts = {2}, .temperatures = {1}});
  } catch (const Error&) {
  }
  return 0;
}
