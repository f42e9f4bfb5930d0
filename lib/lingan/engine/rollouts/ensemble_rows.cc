#include <lingan/engine/rollouts/ensemble_rows.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include <lingan/base/error.h>
#include <lingan/engine/contract/divergence.h>
#include <lingan/engine/cpu/softmax_sums.h>

namespace lingan::engine {

EnsembleRows::EnsembleRows(std::span<const std::unique_ptr<const Stepper>> members)
    : members_(members) {
  for (const auto& member : members) active_.emplace_back(*member);
  exponentials_.resize(static_cast<size_t>(padded_vocabulary()));
}

void EnsembleRows::add_initial(int64_t first, int64_t count, int32_t token) {
  for (ActiveRows& active : active_) active.add_initial(first, count, token);
}

void EnsembleRows::set_next(int64_t i, int32_t token) {
  for (ActiveRows& active : active_) active.set_next(i, token);
}

void EnsembleRows::drop_ended() {
  for (ActiveRows& active : active_) active.drop_ended();
}

void EnsembleRows::advance() {
  for (ActiveRows& active : active_) active.advance();
}

int64_t EnsembleRows::padded_vocabulary() const {
  return members_.front()->output().packed().padded_outputs();
}

void EnsembleRows::compute_logits(size_t member, int64_t first, int64_t count) {
  const OutputLayer& layer = members_[member]->output();
  packed_.pack(layer, active_[member].hidden(first), count);
  logits_.resize(static_cast<size_t>(count * padded_vocabulary()));
  output_logits(layer, packed_, logits_.data());
}

std::span<const float> EnsembleRows::logits_of(int64_t row) const {
  const auto width = static_cast<size_t>(padded_vocabulary());
  return {logits_.data() + static_cast<size_t>(row) * width, width};
}

std::pair<double, float> EnsembleRows::log_total(int64_t row) {
  const auto logits = logits_of(row);
  const auto width = static_cast<int64_t>(logits.size());
  const float top = largest(logits.data(), width);
  scaled_exponentials(logits.data(), width, 1.0f, top, exponentials_.data());
  const double total = std::accumulate(exponentials_.begin(), exponentials_.end(), 0.0);
  if (!std::isfinite(total) || total <= 0) throw NumericError(kLogitsNotFinite);
  return {top + std::log(total), top};
}

void EnsembleRows::log_means(int64_t first, int64_t count, float* result) {
  const int64_t width = padded_vocabulary();
  std::fill_n(result, count * width, 0.0f);
  for (size_t member = 0; member < members_.size(); ++member) {
    compute_logits(member, first, count);
    for (int64_t row = 0; row < count; ++row) {
      const auto [log_sum, top] = log_total(row);
      const double share = std::exp(top - log_sum) / static_cast<double>(members_.size());
      float* means = result + row * width;
      for (int64_t j = 0; j < width; ++j) means[j] += static_cast<float>(share) * exponentials_[j];
    }
  }
  std::transform(result, result + count * width, result, [](float mean) { return std::log(mean); });
}

void EnsembleRows::log_means_of(int64_t first, std::span<const int32_t> tokens, double* result) {
  const auto count = static_cast<int64_t>(tokens.size());
  std::fill_n(result, count, -std::numeric_limits<double>::infinity());
  for (size_t member = 0; member < members_.size(); ++member) {
    compute_logits(member, first, count);
    for (int64_t row = 0; row < count; ++row) {
      const double own = logits_of(row)[tokens[row]] - log_total(row).first;
      const double high = std::max(result[row], own), low = std::min(result[row], own);
      result[row] = high + std::log1p(std::exp(low - high));
    }
  }
  const double members = std::log(static_cast<double>(members_.size()));
  for (int64_t row = 0; row < count; ++row) result[row] -= members;
}

}  // namespace lingan::engine
