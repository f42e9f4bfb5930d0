#include <lingan/engine/rollouts/row_grain.h>

#include <algorithm>

#include <lingan/base/parallel.h>

namespace lingan::engine {

int64_t row_grain(const Stepper& stepper, int64_t rows) {
  // Wide weights come from beyond the second-level cache and want more rows for each pass.
  const int64_t least = stepper.output().hidden_width() > 128 ? 32 : 8;
  const int64_t share = rows / (4 * thread_count()) / 8 * 8;
  return std::clamp(share, least, int64_t{256});
}

}  // namespace lingan::engine
