/// Sentences out of a generator: sampling, Monte-Carlo completions of prefixes, scoring.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include <lingan/base/random.h>
#include <lingan/base/token_batch.h>
#include <lingan/engine/rollouts/stepper.h>

namespace lingan::engine {

/// How a token is drawn from logits o: softmax(o / temperature), cut to the top_k likeliest tokens,
/// then to the smallest set whose probability reaches top_p, renormalized.
struct SamplingOptions {
  double temperature = 1.0;  ///< at least 1e-6
  int32_t top_k = 0;         ///< >= 0; 0: no limit
  double top_p = 1.0;        ///< in (0, 1]; 1: no limit
  bool greedy = false;       ///< take the likeliest token (the lowest id of equals), with ln p = 0;
                             ///< ignores the rest
};

/// What to sample.
struct SampleRequest {
  int64_t rows = 1;             ///< sentences, >= 0
  int32_t length = 1;           ///< longest sentence in tokens, eos counted, >= 1
  RandomStream stream;          ///< randomness; row r draws from row first_row + r of it
  uint64_t first_row = 0;       ///< number of the first sentence in the stream
  SamplingOptions options;      ///< temperature and cuts
  std::vector<int32_t> prompt;  ///< tokens that every sentence begins with; shorter than length
  bool keep_states = false;     ///< also return the state after every prefix
};

/// Sampled sentences.
struct Samples {
  TokenBatch tokens;                     ///< [rows, length]
  std::vector<float> log_probabilities;  ///< [rows, length]: ln p of each token drawn under the
                                         ///< distribution it was drawn from; 0 for pads and prompt
  std::vector<float> states;             ///< empty, or [length, rows, state_width]: entry t is the
                                         ///< state before y_{t+1} is drawn: bos, y_1..y_t were fed;
                                         ///< zeros behind a row's end
};

/// What to complete: every prefix y_1..y_t, 1 <= t < length, of every sentence, `rollouts` times.
struct RolloutRequest {
  int32_t rollouts = 16;                         ///< completions of each prefix, >= 1
  RandomStream stream;                           ///< randomness
  uint64_t first_row = 0;                        ///< number of the first sentence in the stream
  SamplingOptions options;                       ///< as for sampling
  uint64_t memory_budget = uint64_t{512} << 20;  ///< bytes that completions in flight may take
};

/// Completed sentences, a chunk at a time. Row i continues the first prefix_length[i] tokens of
/// sentence[i].
struct Completions {
  TokenBatch tokens;                   ///< [n, length]
  std::vector<int64_t> sentence;       ///< [n], row of the sentence that was given
  std::vector<int32_t> prefix_length;  ///< [n], 1..length-1
  std::vector<int32_t> rollout;        ///< [n], 0..rollouts-1
};

/// Sentences in a device's memory, which no job on them waits for.
struct DeviceSentencesView {
  int64_t rows = 0;
  int32_t width = 0;            ///< T
  int32_t* tokens = nullptr;    ///< [rows, T], the device's
  int32_t* lengths = nullptr;   ///< [rows], the device's
  int32_t* diverged = nullptr;  ///< one number, the device's: a job on these sentences sets it to 1
                                ///< where it meets logits that are not finite, and goes on
};

/// Completions in a device's memory: all those of some sentences, ordered by sentence, prefix and
/// rollout. Prefix t of sentence first_sentence + s has the number s * (width - 1) + t - 1.
struct DeviceCompletions {
  int64_t first_sentence = 0;        ///< row of the first sentence among those given
  int64_t sentences = 0;             ///< S
  int32_t width = 0;                 ///< T
  int32_t rollouts = 0;              ///< M
  const int32_t* tokens = nullptr;   ///< [S, T-1, M, T], the device's
  const int32_t* lengths = nullptr;  ///< [S, T-1, M], the device's

  int64_t prefixes() const { return sentences * (width - 1); }
  int64_t rows() const { return prefixes() * rollouts; }
};

/// The engine's three jobs on the device that holds the weights. Requests have been checked.
/// Tokens and probabilities are those of the CPU up to rounding.
class DeviceRollouts {
 public:
  virtual ~DeviceRollouts() = default;
  virtual Samples sample(const SampleRequest& request, const SpecialTokens& specials) const = 0;
  virtual void sample_on_device(const SampleRequest& request, const SpecialTokens& specials,
                                const DeviceSentencesView& sentences) const = 0;
  virtual void complete(const TokenBatch& sentences, const RolloutRequest& request,
                        const SpecialTokens& specials,
                        const std::function<void(const Completions&)>& consumer) const = 0;
  virtual void complete_on_device(
      const DeviceSentencesView& sentences, const RolloutRequest& request,
      const SpecialTokens& specials,
      const std::function<void(const DeviceCompletions&)>& consumer) const = 0;
  virtual std::vector<float> score(const TokenBatch& sentences,
                                   const SpecialTokens& specials) const = 0;
};

/// Samples, completes and scores with one generator. The result for a row depends on the weights,
/// the stream and the row's number alone: not on batch size, chunks or threads.
class RolloutEngine {
 public:
  /// @param stepper   the generator; must live as long as the engine.
  /// @param specials  bos is fed first; eos (unless -1) ends a sentence; pad (0 where it is -1)
  /// fills
  ///                  rows. That pad and bos are not drawn is the generator's doing: its bias for
  ///                  them is a large negative number.
  RolloutEngine(const Stepper& stepper, SpecialTokens specials);

  /// @throws UsageError if an option is out of its range.
  Samples sample(const SampleRequest& request) const;

  /// Completes prefixes in one wave and hands them to `consumer` in chunks, from one thread, in an
  /// order that depends on the request alone. A prefix that holds its eos is handed on unchanged.
  /// The states come from this engine's generator, which may differ from the one that sampled.
  void complete(const TokenBatch& sentences, const RolloutRequest& request,
                const std::function<void(const Completions&)>& consumer) const;

  /// Whether the generator is on a device, and sentences and completions can stay there.
  bool is_on_device() const { return stepper_.device() != nullptr; }

  /// The sentences of sample() where they were made, without their probabilities.
  /// REQUIRES: is_on_device(), no states asked for.
  /// @param sentences  [request.rows, request.length], written.
  void sample_on_device(const SampleRequest& request, const DeviceSentencesView& sentences) const;

  /// The completions of complete() where they were made, unchecked: the tokens must be of the
  /// vocabulary. Their memory is the consumer's until it returns; work that it queues on the device
  /// may still read it.
  /// REQUIRES: is_on_device().
  void complete_on_device(const DeviceSentencesView& sentences, const RolloutRequest& request,
                          const std::function<void(const DeviceCompletions&)>& consumer) const;

  /// ln p(y_t | y_<t) of every token at temperature 1, uncut: [rows, width]; 0 for pads.
  std::vector<float> score(const TokenBatch& sentences) const;

 private:
  const Stepper& stepper_;
  SpecialTokens specials_;
};

}  // namespace lingan::engine
