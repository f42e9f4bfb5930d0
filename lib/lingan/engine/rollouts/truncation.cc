#include <lingan/engine/rollouts/truncation.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <functional>

#include <lingan/engine/contract/sampling_options.h>
#include <lingan/engine/cpu/softmax_sums.h>

namespace lingan::engine {

namespace {

/// Numbers weights in (0, 1] in rising order: exponent and three bits of the fraction.
size_t magnitude(float weight) { return std::bit_cast<uint32_t>(weight) >> 20; }
constexpr size_t kMagnitudes = (0x3F800000u >> 20) + 1;

}  // namespace

bool TruncatedDistribution::likelier(const Candidate& a, const Candidate& b) {
  if (a.weight != b.weight) return a.weight > b.weight;
  if (a.logit != b.logit) return a.logit > b.logit;
  return a.token < b.token;
}

void TruncatedDistribution::assign(std::span<const float> logits, const SamplingOptions& options) {
  const float top = largest(logits.data(), static_cast<int64_t>(logits.size()));
  kept_.clear();
  total_ = 0;
  if (!std::isfinite(top)) return;
  if (options.greedy) {
    const auto best = std::find(logits.begin(), logits.end(), top);
    if (best == logits.end()) return;
    kept_.push_back({1.0f, 0.0f, static_cast<int32_t>(best - logits.begin())});
    total_ = 1.0;
    return;
  }
  collect(logits, static_cast<float>(1.0 / options.temperature), options);
  if (options.top_k > 0) keep_down_to(last_of_top_k(static_cast<size_t>(options.top_k)));
  if (options.top_p < 1.0) keep_down_to(last_of_top_p(options.top_p * total_));
}

// Fills kept_ with a superset of what will be kept, as small as one pass can tell, and total_ with
// the mass that top_p is a share of (for top-k, last_of_top_k makes it so).
void TruncatedDistribution::collect(std::span<const float> logits, float scale,
                                    const SamplingOptions& options) {
  const int64_t size = static_cast<int64_t>(logits.size());
  const float reference = largest(logits.data(), size) * scale;
  weights_.resize(logits.size());
  scaled_exponentials(logits.data(), size, scale, reference, weights_.data());
  maxima_.resize(logits.size() / kPanel);
  for (size_t p = 0; p < maxima_.size(); ++p) maxima_[p] = largest(&weights_[p * kPanel], kPanel);
  const float least = options.top_k > 0 ? least_for_top_k(static_cast<size_t>(options.top_k))
                                        : least_for_top_p(options.top_p);
  for (size_t p = 0; p < maxima_.size(); ++p) {
    if (maxima_[p] < least) continue;
    for (size_t j = p * kPanel; j < (p + 1) * kPanel; ++j) {
      if (weights_[j] < least || weights_[j] <= 0.0f) continue;
      kept_.push_back({weights_[j], logits[j] * scale - reference, static_cast<int32_t>(j)});
    }
  }
}

// Each of the k heaviest panels holds a token at least as heavy as the k-th of their maxima.
float TruncatedDistribution::least_for_top_k(size_t count) {
  if (count > maxima_.size()) return 0.0f;
  auto maxima = maxima_;
  std::nth_element(maxima.begin(), maxima.begin() + static_cast<int64_t>(count) - 1, maxima.end(),
                   std::greater<>());
  return maxima[count - 1];
}

float TruncatedDistribution::least_for_top_p(double probability) {
  masses_.assign(kMagnitudes, 0.0);
  for (float weight : weights_) masses_[std::min(magnitude(weight), kMagnitudes - 1)] += weight;
  for (double mass : masses_) total_ += mass;
  // The margin covers the other order in which the exact search adds.
  const double wanted = probability * total_ * (1 + 1e-9);
  size_t m = kMagnitudes;
  for (double above = 0; m > 0 && above < wanted;) above += masses_[--m];
  return std::bit_cast<float>(static_cast<uint32_t>(m << 20));
}

TruncatedDistribution::Candidate TruncatedDistribution::last_of_top_k(size_t count) {
  scratch_ = kept_;
  const auto last = scratch_.begin() + static_cast<int64_t>(std::min(count, scratch_.size())) - 1;
  std::nth_element(scratch_.begin(), last, scratch_.end(), likelier);
  return *last;
}

// Halves the range that holds the last token of the smallest set with this mass until it is one
// token wide.
TruncatedDistribution::Candidate TruncatedDistribution::last_of_top_p(double wanted) {
  scratch_ = kept_;
  auto first = scratch_.begin();
  auto last = scratch_.end();
  double above = 0;
  while (last - first > 1) {
    const auto middle = first + (last - first) / 2;
    std::nth_element(first, middle, last, likelier);
    double upper = 0;
    for (auto it = first; it != middle; ++it) upper += static_cast<double>(it->weight);
    if (above + upper >= wanted) {
      last = middle;
    } else {
      above += upper;
      first = middle;
    }
  }
  return *first;
}

void TruncatedDistribution::keep_down_to(const Candidate& last) {
  std::erase_if(kept_, [&](const Candidate& candidate) { return likelier(last, candidate); });
  total_ = 0;
  for (const auto& candidate : kept_) total_ += static_cast<double>(candidate.weight);
}

std::pair<int32_t, float> TruncatedDistribution::pick(double uniform) const {
  const double target = uniform * total_;
  double below = 0;
  const Candidate* drawn = &kept_.back();
  for (const auto& candidate : kept_) {
    below += static_cast<double>(candidate.weight);
    if (below > target) {
      drawn = &candidate;
      break;
    }
  }
  return {drawn->token, static_cast<float>(static_cast<double>(drawn->logit) - std::log(total_))};
}

}  // namespace lingan::engine
