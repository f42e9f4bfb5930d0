#include <lingan/engine/panels.h>

#include <algorithm>

namespace lingan::engine {

void pack_panels(const WeightRows& rows, int64_t begin, int64_t end, float* panels) {
  for (int64_t panel = begin; panel < end; ++panel) {
    float* to = panels + panel * kPanel * rows.depth;
    const int64_t columns = std::min(kPanel, rows.count - panel * kPanel);
    for (int64_t j = 0; j < columns; ++j) {
      const float* row = rows.values + (panel * kPanel + j) * rows.depth;
      for (int64_t k = 0; k < rows.depth; ++k) to[k * kPanel + j] = row[k];
    }
    if (columns == kPanel) continue;
    for (int64_t k = 0; k < rows.depth; ++k) {
      std::fill(to + k * kPanel + columns, to + (k + 1) * kPanel, 0.0f);
    }
  }
}

}  // namespace lingan::engine
