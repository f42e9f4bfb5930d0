/// Rows of a recurrent network that advance together on a device, position by position.
#pragma once

#include <algorithm>
#include <cstdint>
#include <utility>

#include <lingan/base/error.h>
#include <lingan/engine/contract/divergence.h>
#include <lingan/engine/contract/sampling_options.h>
#include <lingan/engine/cuda/filled_array.h>
#include <lingan/engine/cuda/recurrent_network.h>
#include <lingan/engine/kernels/row_drawers.h>
#include <lingan/engine/kernels/row_list.h>

namespace lingan::engine::cuda {

/// Bytes of logits that are on the device together where a draw needs them in memory: what a
/// last-level cache holds.
inline constexpr int64_t kLogitBytes = int64_t{32} << 20;

/// Rows that advance together, and their memory.
template <class Backend>
class Wave {
 public:
  /// @param diverged  null, or the device's number that is set instead of throwing.
  Wave(Backend& backend, const RecurrentNetwork<Backend>& network, int64_t rows, int32_t* diverged)
      : backend_(backend),
        network_(network),
        rows_(rows),
        states_(cleared<float>(backend, rows * network.state_width())),
        maxima_(backend.template allocate<float>(rows * network.groups())),
        sums_(backend.template allocate<float>(rows * network.groups())),
        scratch_(network.scratch(rows)),
        numbers_(backend.template allocate<int32_t>(6 * rows + 2)),
        diverged_(cleared<int32_t>(backend, 1)),
        reported_(diverged) {
    int32_t* numbers = numbers_.data();
    for (int i = 0; i < 2; ++i) {
      int32_t* own = numbers + 2 + i * 3 * rows;
      lists_[i] = {own, own + rows, numbers + i, own + 2 * rows};
    }
    backend_.clear(numbers, 2 * sizeof(int32_t));
  }

  /// Rows of this position, and of the next.
  const RowList& now() const { return lists_[0]; }
  const RowList& next() const { return lists_[1]; }
  float* states() const { return states_.data(); }
  int32_t* diverged() const { return reported_ != nullptr ? reported_ : diverged_.data(); }
  GroupSums sums() const { return {maxima_.data(), sums_.data(), network_.groups()}; }

  /// Goes on to the rows that were listed as next.
  void turn() {
    std::swap(lists_[0], lists_[1]);
    backend_.clear(lists_[1].count, sizeof(int32_t));
  }

  /// Feeds the rows of this position.  @param maximum  no more rows are listed.
  void advance(int64_t maximum) { network_.advance(now(), maximum, states(), scratch_); }

  void sum_groups(int64_t maximum, float scale) {
    if (!network_.has_wide_output()) {
      return network_.sum_groups(now(), maximum, states(), scale, sums());
    }
    with_logits(maximum,
                [&](const LogitBlock& block) { network_.sum_groups(now(), block, scale, sums()); });
  }

  FusedDrawer fused(float scale) const {
    return {network_.output(), network_.hidden(states()), sums(), scale};
  }

  /// Calls use(drawer, first, count) for blocks of rows that cover `maximum` places.
  template <class Use>
  void with_drawers(int64_t maximum, const SamplingOptions& options, const Use& use) {
    const auto scale = static_cast<float>(1.0 / options.temperature);
    if (!options.is_cut()) {
      sum_groups(maximum, scale);
      return use(fused(scale), int64_t{0}, maximum);
    }
    const CutOptions cut{options.greedy ? 1.0f : scale, options.top_k, options.top_p,
                         options.greedy};
    with_logits(maximum, [&](const LogitBlock& block) {
      use(CutDrawer{.logits = block.logits,
                    .first = block.first,
                    .count = block.count,
                    .vocabulary = network_.vocabulary(),
                    .options = cut},
          block.first, block.count);
    });
  }

  /// Waits, and @throws NumericError if logits were not finite, unless that is reported otherwise.
  void finish() {
    if (reported_ != nullptr) return;
    int32_t diverged = 0;
    backend_.copy(&diverged, diverged_.data(), sizeof diverged);
    backend_.wait();
    if (diverged != 0) throw NumericError(kLogitsNotFinite);
  }

 private:
  /// Calls use(block) for blocks of logits that cover `maximum` places, one after the other.
  template <class Use>
  void with_logits(int64_t maximum, const Use& use) {
    const int64_t vocabulary = network_.vocabulary();
    const int64_t count =
        std::clamp<int64_t>(kLogitBytes / (4 * vocabulary), 1, std::max<int64_t>(rows_, 1));
    if (logits_.data() == nullptr) logits_ = backend_.template allocate<float>(count * vocabulary);
    for (int64_t first = 0; first < maximum; first += count) {
      const LogitBlock block{first, std::min(count, maximum - first), logits_.data()};
      network_.logits(now(), block, states(), scratch_);
      use(block);
    }
  }

  Backend& backend_;
  const RecurrentNetwork<Backend>& network_;
  int64_t rows_;
  typename Backend::template Array<float> states_, maxima_, sums_;
  StepScratch<Backend> scratch_;
  typename Backend::template Array<int32_t> numbers_, diverged_;
  int32_t* reported_;
  typename Backend::template Array<float> logits_;
  RowList lists_[2];
};

}  // namespace lingan::engine::cuda
