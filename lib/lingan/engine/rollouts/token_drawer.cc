#include <lingan/engine/rollouts/token_drawer.h>

#include <algorithm>
#include <cmath>
#include <string>

#include <lingan/base/error.h>
#include <lingan/engine/contract/divergence.h>
#include <lingan/engine/cpu/softmax_sums.h>

namespace lingan::engine {
namespace {

/// Rows whose hidden vectors and sums stay in cache while the weights stream past.
constexpr int64_t kTileRows = 6 * kRowBlock;

void require_finite(double total) {
  if (std::isfinite(total) && total > 0) return;
  throw NumericError(kLogitsNotFinite);
}

}  // namespace

void check_sampling_options(const SamplingOptions& options) {
  // Below 1e-6 logits / temperature would leave the range of float.
  if (!(options.temperature >= 1e-6 && std::isfinite(options.temperature))) {
    throw UsageError("temperature " + std::to_string(options.temperature) +
                     ": expected a number of at least 1e-6 (for the likeliest token, use greedy)");
  }
  if (options.top_k < 0) {
    throw UsageError("top-k " + std::to_string(options.top_k) + ": expected 0 (no limit) or more");
  }
  if (!(options.top_p > 0.0 && options.top_p <= 1.0)) {
    throw UsageError("top-p " + std::to_string(options.top_p) + ": expected a number in (0, 1]");
  }
}

TokenDrawer::TokenDrawer(const OutputLayer& layer, const SamplingOptions& options)
    : layer_(layer), options_(options) {
  check_sampling_options(options);
  scale_ = static_cast<float>(1.0 / options.temperature);
}

void TokenDrawer::sum_tile(const float* hidden, int64_t rows) {
  rows_.pack(layer_, hidden, rows);
  references_.resize(static_cast<size_t>(rows));
  sums_.resize(static_cast<size_t>(rows * softmax_groups(layer_)));
  softmax_sums(layer_, rows_, {scale_, references_.data(), sums_.data()});
}

double TokenDrawer::total(int64_t row) const {
  const int64_t groups = softmax_groups(layer_);
  double total = 0;
  for (int64_t g = 0; g < groups; ++g) total += static_cast<double>(sums_[row * groups + g]);
  require_finite(total);
  return total;
}

void TokenDrawer::draw(const float* hidden, int64_t copies, std::span<const double> uniforms,
                       DrawnToken* drawn) {
  if (options_.is_cut()) return draw_from_logits(hidden, copies, uniforms, drawn);
  const int64_t rows = static_cast<int64_t>(uniforms.size()) / copies;
  for (int64_t begin = 0; begin < rows; begin += kTileRows) {
    const int64_t count = std::min(kTileRows, rows - begin);
    sum_tile(hidden + begin * layer_.hidden_width(), count);
    for (int64_t r = 0; r < count; ++r) {
      const double all = total(r);
      const int64_t first = (begin + r) * copies;
      for (int64_t c = first; c < first + copies; ++c) drawn[c] = pick(r, all, uniforms[c]);
    }
  }
}

DrawnToken TokenDrawer::pick(int64_t row, double total, double uniform) const {
  const int64_t groups = softmax_groups(layer_);
  const float* sums = sums_.data() + row * groups;
  const double target = uniform * total;
  double below = 0;
  int64_t group = -1;
  for (int64_t g = 0; g < groups; ++g) {
    if (sums[g] <= 0.0f) continue;
    if (group >= 0) below += static_cast<double>(sums[group]);
    group = g;
    if (below + static_cast<double>(sums[g]) > target) break;
  }
  // Rounding can leave the target just after the group: then its last possible token is taken.
  const int64_t first = group * panels_per_group(layer_);
  const int64_t last = std::min(first + panels_per_group(layer_), layer_.panels());
  DrawnToken drawn;
  for (int64_t p = first; p < last; ++p) {
    const auto panel = panel_exponentials(layer_, rows_, row, p, scale_, references_[row]);
    for (int64_t j = 0; j < kPanel; ++j) {
      if (panel.exponentials[j] <= 0.0f) continue;
      below += static_cast<double>(panel.exponentials[j]);
      const double log_weight = static_cast<double>(panel.logits[j]) - references_[row];
      drawn = {static_cast<int32_t>(p * kPanel + j), static_cast<float>(log_weight)};
      if (below > target) {
        drawn.log_probability = static_cast<float>(log_weight - std::log(total));
        return drawn;
      }
    }
  }
  drawn.log_probability -= static_cast<float>(std::log(total));
  return drawn;
}

void TokenDrawer::draw_from_logits(const float* hidden, int64_t copies,
                                   std::span<const double> uniforms, DrawnToken* drawn) {
  const PackedLayer& layer = layer_.packed();
  const int64_t rows = static_cast<int64_t>(uniforms.size()) / copies;
  logits_.resize(static_cast<size_t>(kRowBlock * layer.padded_outputs()));
  for (int64_t begin = 0; begin < rows; begin += kRowBlock) {
    const int64_t count = std::min(kRowBlock, rows - begin);
    rows_.pack(layer_, hidden + begin * layer_.hidden_width(), count);
    output_logits(layer_, rows_, logits_.data());
    for (int64_t r = 0; r < count; ++r) {
      const std::span<const float> logits(logits_.data() + r * layer.padded_outputs(),
                                          static_cast<size_t>(layer.padded_outputs()));
      truncated_.assign(logits, options_);
      require_finite(truncated_.total());
      const int64_t first = (begin + r) * copies;
      for (int64_t c = first; c < first + copies; ++c) {
        const auto [token, log_probability] = truncated_.pick(uniforms[c]);
        drawn[c] = {token, log_probability};
      }
    }
  }
}

void TokenDrawer::log_probabilities(const float* hidden, std::span<const int32_t> targets,
                                    float* result) {
  const int64_t rows = static_cast<int64_t>(targets.size());
  for (int64_t begin = 0; begin < rows; begin += kTileRows) {
    const int64_t count = std::min(kTileRows, rows - begin);
    sum_tile(hidden + begin * layer_.hidden_width(), count);
    for (int64_t r = 0; r < count; ++r) {
      const int64_t panel = targets[begin + r] / kPanel;
      const auto values = panel_exponentials(layer_, rows_, r, panel, scale_, references_[r]);
      const double logit = values.logits[targets[begin + r] % kPanel];
      result[begin + r] = static_cast<float>(logit - references_[r] - std::log(total(r)));
    }
  }
}

}  // namespace lingan::engine
