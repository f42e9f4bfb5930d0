/// Sentences out of a generator: sampling, Monte-Carlo completions of prefixes, and the
/// log-probabilities of given tokens.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include <lingan/base/random.h>
#include <lingan/base/token_batch.h>
#include <lingan/engine/contract/completion_numbering.h>
#include <lingan/engine/contract/sampling_options.h>

namespace lingan::engine {

/// What to sample.
struct SampleRequest {
  int64_t rows = 1;             ///< sentences, >= 0
  int32_t length = 1;           ///< longest sentence in tokens, eos counted, >= 1
  RandomStream stream;          ///< randomness; row r draws from row first_row + r of it
  uint64_t first_row = 0;       ///< number of the first sentence in the stream
  SamplingOptions options;      ///< temperature and cuts
  std::vector<int32_t> prompt;  ///< tokens that every sentence begins with; shorter than length
  std::span<const float> initial_states;  ///< [rows, state width], on the CPU alone; empty: the
                                          ///< generator's own
};

/// Sampled sentences.
struct Samples {
  TokenBatch tokens;                     ///< [rows, length]
  std::vector<float> log_probabilities;  ///< [rows, length]: ln p of each token drawn under the
                                         ///< distribution it was drawn from; 0 for pads and prompt
};

/// What to complete: prefixes y_1..y_t, 1 <= t < length, of every sentence, `rollouts` times.
struct RolloutRequest {
  int32_t rollouts = 16;                         ///< completions of each prefix, >= 1
  RandomStream stream;                           ///< randomness, as CompletionNumbering says
  uint64_t first_row = 0;                        ///< number of the first sentence in the stream
  SamplingOptions options;                       ///< as for sampling
  uint64_t memory_budget = uint64_t{512} << 20;  ///< bytes that completions in flight may take
  int32_t every = 1;  ///< only prefixes of a multiple of so many tokens, >= 1; 1 on a device
};

/// Completed sentences, a chunk at a time: row i is completion first + i of the numbering, whose
/// sentences are the rows of the batch that was given.
struct Completions {
  TokenBatch tokens;  ///< [n, length]
  CompletionNumbering numbering;
  int64_t first = 0;

  int64_t sentence(int64_t row) const { return numbering.sentence(first + row); }
  int32_t prefix_length(int64_t row) const {
    return static_cast<int32_t>(numbering.prefix(first + row));
  }
  int32_t rollout(int64_t row) const {
    return static_cast<int32_t>(numbering.rollout(first + row));
  }
};

/// Sentences in a device's memory, which no job on them waits for.
struct DeviceSentencesView {
  int64_t rows = 0;
  int32_t width = 0;            ///< T
  int32_t* tokens = nullptr;    ///< [rows, T], the device's
  int32_t* lengths = nullptr;   ///< [rows], the device's
  int32_t* diverged = nullptr;  ///< one number, the device's: a job on these sentences sets it to 1
                                ///< where it meets logits that are not finite, and continues
};

/// Completions in a device's memory: all those of some sentences, in the order of the numbering.
struct DeviceCompletions {
  int64_t first_sentence = 0;  ///< row of the first sentence among those given
  int64_t sentences = 0;       ///< S
  CompletionNumbering numbering;
  const int32_t* tokens = nullptr;   ///< [rows(), T], the device's
  const int32_t* lengths = nullptr;  ///< [rows()], the device's

  int64_t rows() const { return sentences * numbering.per_sentence(); }
};

class DeviceRollouts;

/// Samples, completes and tells log-probabilities with one generator. The result for a row depends
/// on the weights, the stream and the row's number alone: not on batch size, chunks or threads. The
/// tokens and probabilities of a device are those of the CPU up to rounding.
///
/// The generator feeds bos first; eos (unless -1) ends a sentence; pad (0 where it is -1) fills
/// rows. That pad and bos are not drawn is the generator's doing: its bias for them is a large
/// negative number.
class Rollouts {
 public:
  virtual ~Rollouts() = default;

  /// @throws UsageError if an option is out of its range; NumericError if logits are not finite,
  /// here and below.
  virtual Samples sample(const SampleRequest& request) const = 0;

  /// Completes prefixes and hands them to `consumer` in chunks, from one thread, in the order of
  /// their numbering. A prefix that holds its eos is handed on unchanged.
  virtual void complete(const TokenBatch& sentences, const RolloutRequest& request,
                        const std::function<void(const Completions&)>& consumer) const = 0;

  /// Whether sentences have a probability; where not, log_probabilities() throws UsageError.
  virtual bool has_likelihood() const { return true; }

  /// ln p(y_t | y_<t) of every token at temperature 1, uncut: [rows, width]; 0 for pads.
  std::vector<float> log_probabilities(const TokenBatch& sentences) const {
    return log_probabilities(sentences, {});
  }

  /// The same from other states than the generator's own.
  /// @param initial_states  [rows, state width], on the CPU alone; empty: the generator's own.
  virtual std::vector<float> log_probabilities(const TokenBatch& sentences,
                                               std::span<const float> initial_states) const = 0;

  /// The same generator for sentences that stay on its device, or null: it is on the host.
  virtual const DeviceRollouts* on_device() const { return nullptr; }
};

/// Rollouts whose sentences and completions can stay where they are made.
class DeviceRollouts : public Rollouts {
 public:
  const DeviceRollouts* on_device() const final { return this; }

  /// The sentences of sample(), without their probabilities.
  /// @param sentences  [request.rows, request.length], written.
  virtual void sample_on_device(const SampleRequest& request,
                                const DeviceSentencesView& sentences) const = 0;

  /// The completions of complete(), unchecked: the tokens must be of the vocabulary. Their memory
  /// is the consumer's until it returns; work that it queues on the device may still read it.
  virtual void complete_on_device(
      const DeviceSentencesView& sentences, const RolloutRequest& request,
      const std::function<void(const DeviceCompletions&)>& consumer) const = 0;
};

}  // namespace lingan::engine
