/// What a highway layer's products come to, summed over features as they are computed.
#pragma once

#include <cstdint>
#include <vector>

#include <lingan/engine/packed_layer.h>

namespace lingan::engine {

/// What a panel of products holds: h of some features in its first half and their g in the second,
/// or, where transform and gate share their weights, h = g of twice as many.
struct HighwayPanel {
  bool shared = false;

  int64_t features() const { return shared ? kPanel : kPanel / 2; }
  int64_t gates() const { return kPanel - features(); }  ///< where g begins
};

/// Some rows' share of a panel.
struct HighwayRows {
  HighwayPanel panel;
  const float* products;  ///< [count, kPanel]
  const float* x;         ///< rows `stride` floats apart
  int64_t stride;
  const float* output;  ///< [panel.features()]
  float* partial;       ///< [count, panel.features()], added to
  int64_t count;
};

/// One weighted sum for each row of a task.
class HighwaySums {
 public:
  /// @param features  [rows, width], x of every row; must live as long as the sums.
  HighwaySums(HighwayPanel panel, const float* features, int64_t rows, int64_t width);

  /// Adds o . (g * relu(h) + (1 - g) * x) over the features of a panel.
  /// @param products  [rows, kPanel]: h and g before their activations.
  /// @param output    o of the panel's features.
  /// @param number    which panel: features from number * panel.features() on.
  void add(const float* products, const float* output, int64_t number);

  double total(int64_t row) const;

 private:
  HighwayPanel panel_;
  const float* features_;
  int64_t rows_;
  int64_t width_;
  std::vector<float> partial_;  // [rows, panel.features()]
  std::vector<float> padded_;   // [rows, panel.features()]: x of the last panel
};

}  // namespace lingan::engine
