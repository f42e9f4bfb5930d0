/// Sampling, completing and log-probabilities on a device: what engine/rollouts/rollouts.h says, in
/// a queue of launches that no result of the device is waited for.
#pragma once

#include <algorithm>
#include <cstdint>
#include <type_traits>
#include <utility>

#include <lingan/base/error.h>
#include <lingan/engine/contract/divergence.h>
#include <lingan/engine/cuda/filled_array.h>
#include <lingan/engine/cuda/recurrent_network.h>
#include <lingan/engine/cuda/table.h>
#include <lingan/engine/kernels/completion_kernels.h>
#include <lingan/engine/kernels/position_kernels.h>

namespace lingan::engine::cuda {

/// Bytes of states and sums of the rows that advance together.
inline constexpr int64_t kWaveBytes = int64_t{1} << 30;
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
      use(CutDrawer{block.logits, block.first, block.count, network_.vocabulary(), cut},
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

/// The engine's three jobs with one network.
template <class Backend>
class RolloutJobs {
 public:
  /// @param product  see RecurrentNetwork.
  RolloutJobs(Backend& backend, const RecurrentWeights& weights, DeviceProduct product)
      : backend_(backend), network_(backend, weights, product) {}

  void sample(const SampleJob& job) {
    in_waves(job.rows, [&](int64_t first, int64_t rows) { sample_wave(job, first, rows); });
  }

  void log_probabilities(const LogProbabilityJob& job) {
    in_waves(job.rows,
             [&](int64_t first, int64_t rows) { log_probability_wave(job, first, rows); });
  }

  /// All completions in one wave: the caller gives no more sentences than memory allows.
  void complete(const CompleteJob& job) {
    const auto sentences = upload(backend_, job.sentences, job.rows * job.width);
    const auto lengths = upload(backend_, job.lengths, job.rows);
    const CompletionPlan plan{.sentences = sentences.data(),
                              .lengths = lengths.data(),
                              .count = job.rows,
                              .numbering = {job.width, job.rollouts},
                              .stream = job.stream,
                              .first_row = job.first_row};
    const int64_t completions = plan.completions();
    Wave<Backend> wave(backend_, network_, job.rows + completions, job.diverged);
    const SentenceStore store{job.tokens, job.completed_lengths, nullptr,
                              job.width,  job.specials.eos,      wave.diverged()};
    backend_.launch(CopyPrefixKernel{plan, store, job.specials.filler()}, completions);
    backend_.launch(ListRowsKernel{wave.next(), job.specials.bos, nullptr}, job.rows);
    wave.turn();
    wave.advance(job.rows);  // nothing is drawn after bos alone
    for (int32_t t = 0; t + 1 < job.width; ++t) {
      backend_.launch(FeedSentencesKernel{plan, wave.now(), wave.next(), t},
                      job.rows + (t > 0 ? completions : 0));
      wave.turn();
      complete_position(job, plan, store, wave, t + 1);
    }
    wave.finish();
  }

 private:
  template <class T>
  using Array = typename Backend::template Array<T>;

  template <class T>
  void download(T* to, const T* from, int64_t count) {
    backend_.copy(to, from, static_cast<size_t>(count) * sizeof(T));
  }

  template <class Use>
  void in_waves(int64_t rows, const Use& use) {
    const int64_t block = std::clamp<int64_t>(
        kWaveBytes / (network_.row_floats() * static_cast<int64_t>(sizeof(float))), 1, 1 << 20);
    for (int64_t first = 0; first < rows; first += block) use(first, std::min(block, rows - first));
  }

  void sample_wave(const SampleJob& job, int64_t first, int64_t rows) {
    const int64_t width = job.length;
    const auto tokens = backend_.template allocate<int32_t>(rows * width);
    const auto lengths = cleared<int32_t>(backend_, rows);
    Array<float> log_probabilities;
    if (job.log_probabilities != nullptr)
      log_probabilities = cleared<float>(backend_, rows * width);
    backend_.launch(FillKernel{tokens.data(), job.specials.filler()}, rows * width);
    Wave<Backend> wave(backend_, network_, rows, job.diverged);
    const SentenceStore store{tokens.data(), lengths.data(),   log_probabilities.data(),
                              width,         job.specials.eos, wave.diverged()};
    backend_.launch(ListRowsKernel{wave.next(), job.specials.bos, nullptr}, rows);
    for (int32_t t = 0; t < job.length; ++t) {
      wave.turn();
      wave.advance(rows);
      choose(job, wave, store, {first, rows}, t);
    }
    download(job.tokens + first * width, tokens.data(), rows * width);
    download(job.lengths + first, lengths.data(), rows);
    if (job.log_probabilities != nullptr) {
      download(job.log_probabilities + first * width, log_probabilities.data(), rows * width);
    }
    wave.finish();
  }

  void choose(const SampleJob& job, Wave<Backend>& wave, const SentenceStore& store,
              std::pair<int64_t, int64_t> range, int32_t t) {
    const auto [first_row, rows] = range;
    if (t < job.prompt_size) {
      backend_.launch(ForceKernel{wave.now(), wave.next(), store, job.prompt[t], t}, rows);
      return;
    }
    const uint64_t number = job.first_row + static_cast<uint64_t>(first_row);
    wave.with_drawers(rows, job.options, [&](const auto& drawer, int64_t first, int64_t count) {
      using Drawer = std::decay_t<decltype(drawer)>;
      backend_.launch(
          DrawKernel<Drawer>{drawer, wave.now(), wave.next(), store, job.stream, number, first, t},
          count);
    });
  }

  void log_probability_wave(const LogProbabilityJob& job, int64_t first, int64_t rows) {
    const auto tokens = upload(backend_, job.tokens + first * job.width, rows * job.width);
    const auto lengths = upload(backend_, job.lengths + first, rows);
    const auto results =
        upload(backend_, job.log_probabilities + first * job.width, rows * job.width);
    Wave<Backend> wave(backend_, network_, rows, nullptr);
    backend_.launch(ListRowsKernel{wave.next(), job.bos, lengths.data()}, rows);
    for (int32_t t = 0; t < job.width; ++t) {
      wave.turn();
      wave.advance(rows);
      wave.sum_groups(rows, 1.0f);
      const LogProbabilityKernel kernel{.output = network_.output(),
                                        .hidden = network_.hidden(wave.states()),
                                        .sums = wave.sums(),
                                        .rows = wave.now(),
                                        .next = wave.next(),
                                        .tokens = tokens.data(),
                                        .lengths = lengths.data(),
                                        .log_probabilities = results.data(),
                                        .diverged = wave.diverged(),
                                        .width = job.width,
                                        .t = t};
      backend_.launch(kernel, rows);
    }
    download(job.log_probabilities + first * job.width, results.data(), rows * job.width);
    wave.finish();
  }

  /// Feeds the rows of position t, draws their next tokens, and starts the completions of prefix t.
  void complete_position(const CompleteJob& job, const CompletionPlan& plan,
                         const SentenceStore& store, Wave<Backend>& wave, int32_t t) {
    const int64_t rollouts = plan.numbering.rollouts, started = plan.count * rollouts * (t - 1);
    const int64_t maximum = plan.count + started;
    wave.advance(maximum);
    wave.with_drawers(maximum, job.options, [&](const auto& drawer, int64_t first, int64_t count) {
      using Drawer = std::decay_t<decltype(drawer)>;
      backend_.launch(StartKernel<Drawer>{drawer, plan, wave.now(), wave.next(), store,
                                          wave.states(), network_.state_width(), t},
                      plan.count * rollouts);
      backend_.launch(
          ContinueKernel<Drawer>{drawer, plan, wave.now(), wave.next(), store, first, t}, count);
    });
  }

  Backend& backend_;
  RecurrentNetwork<Backend> network_;
};

}  // namespace lingan::engine::cuda
