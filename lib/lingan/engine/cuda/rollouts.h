/// Sampling, completing and log-probabilities on a device: what engine/rollouts/rollouts.h says, in
/// a queue of launches that no result of the device is waited for.
#pragma once

#include <algorithm>
#include <cstdint>
#include <type_traits>
#include <utility>

#include <lingan/engine/cuda/filled_array.h>
#include <lingan/engine/cuda/recurrent_network.h>
#include <lingan/engine/cuda/table.h>
#include <lingan/engine/cuda/wave.h>
#include <lingan/engine/kernels/completion_kernels.h>
#include <lingan/engine/kernels/position_kernels.h>

namespace lingan::engine::cuda {

/// Bytes of states and sums of the rows that advance together.
inline constexpr int64_t kWaveBytes = int64_t{1} << 30;

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
    const SentenceStore store{.tokens = job.tokens,
                              .lengths = job.completed_lengths,
                              .log_probabilities = nullptr,
                              .width = job.width,
                              .eos = job.specials.eos,
                              .diverged = wave.diverged()};
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
    const SentenceStore store{.tokens = tokens.data(),
                              .lengths = lengths.data(),
                              .log_probabilities = log_probabilities.data(),
                              .width = width,
                              .eos = job.specials.eos,
                              .diverged = wave.diverged()};
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
      backend_.launch(ForceKernel{.rows = wave.now(),
                                  .next = wave.next(),
                                  .store = store,
                                  .token = job.prompt[t],
                                  .t = t},
                      rows);
      return;
    }
    const uint64_t number = job.first_row + static_cast<uint64_t>(first_row);
    wave.with_drawers(rows, job.options, [&](const auto& drawer, int64_t first, int64_t count) {
      using Drawer = std::decay_t<decltype(drawer)>;
      backend_.launch(DrawKernel<Drawer>{.drawer = drawer,
                                         .rows = wave.now(),
                                         .next = wave.next(),
                                         .store = store,
                                         .stream = job.stream,
                                         .first_row = number,
                                         .first = first,
                                         .t = t},
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
      backend_.launch(StartKernel<Drawer>{.drawer = drawer,
                                          .plan = plan,
                                          .rows = wave.now(),
                                          .next = wave.next(),
                                          .store = store,
                                          .states = wave.states(),
                                          .state_width = network_.state_width(),
                                          .t = t},
                      plan.count * rollouts);
      backend_.launch(ContinueKernel<Drawer>{.drawer = drawer,
                                             .plan = plan,
                                             .rows = wave.now(),
                                             .next = wave.next(),
                                             .store = store,
                                             .first = first,
                                             .t = t},
                      count);
    });
  }

  Backend& backend_;
  RecurrentNetwork<Backend> network_;
};

}  // namespace lingan::engine::cuda
