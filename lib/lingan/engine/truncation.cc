#include <lingan/engine/truncation.h>

#include <algorithm>
#include <cmath>

#include <lingan/engine/cpu/softmax_sums.h>
#include <lingan/engine/rollout.h>

namespace lingan::engine {

bool TruncatedDistribution::likelier(const Candidate& a, const Candidate& b) {
  return a.logit > b.logit || (a.logit == b.logit && a.token < b.token);
}

void TruncatedDistribution::assign(std::span<const float> logits, const SamplingOptions& options) {
  const float top = largest(logits.data(), static_cast<int64_t>(logits.size()));
  kept_.clear();
  total_ = 0;
  if (!std::isfinite(top)) return;
  if (options.greedy) {
    const auto best = std::find(logits.begin(), logits.end(), top);
    if (best == logits.end()) return;
    kept_.push_back({0.0f, 1.0f, static_cast<int32_t>(best - logits.begin())});
    total_ = 1.0;
    return;
  }
  collect(logits, static_cast<float>(1.0 / options.temperature), options);
  if (options.top_k > 0) keep_top_k(static_cast<size_t>(options.top_k));
  if (options.top_p < 1.0) keep_top_p(options.top_p);
  std::sort(kept_.begin(), kept_.end(),
            [](const Candidate& a, const Candidate& b) { return a.token < b.token; });
  total_ = 0;
  for (const auto& candidate : kept_) total_ += static_cast<double>(candidate.weight);
}

void TruncatedDistribution::collect(std::span<const float> logits, float scale,
                                    const SamplingOptions& options) {
  const int64_t size = static_cast<int64_t>(logits.size());
  const float reference = largest(logits.data(), size) * scale;
  weights_.resize(logits.size());
  scaled_exponentials(logits.data(), size, scale, reference, weights_.data());
  // With top-p alone, tokens that together weigh less than 1 - p of the likeliest one cannot be in
  // the smallest set that reaches p.
  const float least =
      options.top_k > 0
          ? 0.0f
          : static_cast<float>(0.999 * (1.0 - options.top_p) / static_cast<double>(size));
  for (int64_t j = 0; j < size; ++j) {
    total_ += static_cast<double>(weights_[j]);
    if (weights_[j] > least) {
      kept_.push_back({logits[j] * scale - reference, weights_[j], static_cast<int32_t>(j)});
    }
  }
}

void TruncatedDistribution::keep_top_k(size_t count) {
  if (kept_.size() <= count) return;
  std::nth_element(kept_.begin(), kept_.begin() + static_cast<int64_t>(count), kept_.end(),
                   likelier);
  kept_.resize(count);
  total_ = 0;
  for (const auto& candidate : kept_) total_ += static_cast<double>(candidate.weight);
}

// Halves the range that holds the last token of the set until it is one token wide.
void TruncatedDistribution::keep_top_p(double probability) {
  const double wanted = probability * total_;
  auto first = kept_.begin();
  auto last = kept_.end();
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
  kept_.erase(last, kept_.end());
}

std::pair<int32_t, float> TruncatedDistribution::pick(double uniform) const {
  const double target = uniform * total_;
  double below = 0;
  const Candidate* found = &kept_.back();
  for (const auto& candidate : kept_) {
    below += static_cast<double>(candidate.weight);
    if (below > target) {
      found = &candidate;
      break;
    }
  }
  return {found->token, static_cast<float>(static_cast<double>(found->logit) - std::log(total_))};
}

}  // namespace lingan::engine
