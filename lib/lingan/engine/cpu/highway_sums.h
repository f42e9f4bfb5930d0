/// What a highway layer's products come to, summed over features as they are computed.
#pragma once

#include <cstdint>
#include <vector>

#include <lingan/engine/packed_layer.h>

namespace lingan::engine {

/// Features whose h and g fill one panel: h in its first half, g in the second.
inline constexpr int64_t kFeaturesInPanel = PackedLayer::kPanel / 2;

/// Some rows' share of a panel.
struct HighwayRows {
  const float* products;  ///< [count, kPanel]
  const float* x;         ///< rows `stride` floats apart
  int64_t stride;
  const float* output;  ///< [kFeaturesInPanel]
  float* partial;       ///< [count, kFeaturesInPanel], added to
  int64_t count;
};

/// One weighted sum for each row of a task.
class HighwaySums {
 public:
  /// @param features  [rows, width], x of every row; must live as long as the sums.
  HighwaySums(const float* features, int64_t rows, int64_t width);

  /// Adds o . (g * relu(h) + (1 - g) * x) over the features of a panel.
  /// @param products  [rows, kPanel]: h and g before their activations.
  /// @param output    o of the panel's features, [kFeaturesInPanel].
  void add(const float* products, const float* output, int64_t panel);

  double total(int64_t row) const;

 private:
  const float* features_;
  int64_t rows_;
  int64_t width_;
  std::vector<float> partial_;  // [rows, kFeaturesInPanel]
  std::vector<float> padded_;   // [rows, kFeaturesInPanel]: x of the last panel
};

}  // namespace lingan::engine
