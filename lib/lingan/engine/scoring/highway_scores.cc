#include <lingan/engine/scoring/highway_scores.h>

#include <algorithm>
#include <string>

#include <lingan/base/error.h>
#include <lingan/base/parallel.h>
#include <lingan/engine/cpu/affine.h>

namespace lingan::engine {
namespace {

// Rows that one task scores: their operands and a panel of weights fit a second-level cache.
constexpr int64_t kRowsPerTask = 6 * kRowBlock;

// The h and g of the same features side by side, so that a panel holds both.
PackedLayer interleave(const HighwayWeights& weights, const HighwayPanel& panel, int64_t features) {
  const int64_t in_panel = panel.features();
  const int64_t panels = (features + in_panel - 1) / in_panel;
  std::vector<float> weight(static_cast<size_t>(panels * kPanel * features));
  std::vector<float> bias(static_cast<size_t>(panels * kPanel));
  for (int64_t from = 0; from < static_cast<int64_t>(weights.bias.size()); ++from) {
    const int64_t f = from % features;
    const int64_t half = from < features ? 0 : panel.gates();
    const int64_t to = f / in_panel * kPanel + half + f % in_panel;
    bias[to] = weights.bias[from];
    std::copy_n(weights.weight.data() + from * features, features, weight.data() + to * features);
  }
  return {weight, bias, 0.0f};
}

}  // namespace

HighwayScores::HighwayScores(const HighwayWeights& weights, Precision precision)
    : features_(static_cast<int64_t>(weights.output.size())),
      output_bias_(weights.output_bias),
      precision_(precision) {
  const auto f = weights.output.size();
  const size_t sums = weights.bias.size();
  if (f == 0 || weights.weight.size() != sums * f || (sums != f && sums != 2 * f)) {
    throw UsageError("highway layer: " + std::to_string(weights.weight.size()) + " weights and " +
                     std::to_string(weights.bias.size()) + " biases do not fit " +
                     std::to_string(f) + " features");
  }
  panel_.shared = sums == f;
  layer_ = interleave(weights, panel_, features_);
  output_.assign(static_cast<size_t>(layer_.panels() * panel_.features()), 0.0f);
  std::copy(weights.output.begin(), weights.output.end(), output_.begin());
  if (precision == Precision::kBfloat16) {
    narrow_ = Bfloat16Layer(layer_);
    layer_ = {};
  }
}

void HighwayScores::score_rows(const float* features, int64_t rows, float* scores) const {
  HighwaySums sums(panel_, features, rows, features_);
  const int64_t whole_blocks = (rows + kRowBlock - 1) / kRowBlock * kRowBlock;
  std::vector<float> products(static_cast<size_t>(whole_blocks * kPanel));
  RowBlocks packed;
  Bfloat16Rows narrow;
  const bool is_narrow = precision_ == Precision::kBfloat16;
  is_narrow ? narrow.pack(features, rows, features_)
            : packed.pack(features, rows, features_, features_);
  const int64_t panels = is_narrow ? narrow_.panels() : layer_.panels();
  for (int64_t p = 0; p < panels; ++p) {
    is_narrow ? multiply_bfloat16_panel(narrow_, p, narrow.all(), products.data())
              : multiply_panel(layer_, p, packed, {products.data(), kPanel});
    sums.add(products.data(), output_.data() + p * panel_.features(), p);
  }
  for (int64_t r = 0; r < rows; ++r) scores[r] = output_bias_ + static_cast<float>(sums.total(r));
}

void HighwayScores::compute(std::span<const float> features, std::span<float> scores) const {
  const auto rows = static_cast<int64_t>(scores.size());
  if (features.size() != scores.size() * static_cast<size_t>(features_)) {
    throw UsageError("highway scores: " + std::to_string(features.size()) + " features are not " +
                     std::to_string(rows) + " rows of " + std::to_string(features_));
  }
  parallel_for(rows, kRowsPerTask, [&](int64_t begin, int64_t end) {
    score_rows(features.data() + begin * features_, end - begin, scores.data() + begin);
  });
}

}  // namespace lingan::engine
