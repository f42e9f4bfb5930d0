/// The score of many feature vectors by a highway layer and a linear output, without storing what
/// lies between.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include <lingan/engine/cpu/bfloat16_layer.h>
#include <lingan/engine/cpu/highway_sums.h>
#include <lingan/engine/packed_layer.h>
#include <lingan/engine/precision.h>

namespace lingan::engine {

/// Weights of score(x) = o . (g * relu(h) + (1 - g) * x) + c with h = W_h x + b_h and
/// g = sigmoid(W_g x + b_g) (Srivastava et al. 2015, eq. 3; SeqGAN's discriminator).
struct HighwayWeights {
  std::span<const float> weight;  ///< [2 F, F]: W_h, then W_g; or [F, F]: one for both
  std::span<const float> bias;    ///< [2 F]: b_h, then b_g; or [F]
  std::span<const float> output;  ///< [F]: o
  float output_bias = 0;          ///< c
};

/// Immutable; it may be used from several threads at once.
class HighwayScores {
 public:
  /// Packs a copy of the weights.
  /// @throws UsageError if sizes do not fit together.
  HighwayScores(const HighwayWeights& weights, Precision precision);

  int64_t feature_count() const { return features_; }

  /// The score of each row; the same whatever rows stand beside it.
  /// @param features  [n, F].  @param scores  [n], written.
  void compute(std::span<const float> features, std::span<float> scores) const;

 private:
  void score_rows(const float* features, int64_t rows, float* scores) const;

  int64_t features_;
  float output_bias_;
  Precision precision_;
  HighwayPanel panel_;
  std::vector<float> output_;  // [F], padded with zeros to whole panels
  PackedLayer layer_;          // in panels as panel_ says
  Bfloat16Layer narrow_;       // the same in bf16; one of the two is empty
};

}  // namespace lingan::engine
