/// What liblingan_cuda.so offers: one struct of functions over plain numbers and pointers, so that
/// the library depends on neither torch nor the C++ library of the program that loads it.
///
/// Functions return a CudaStatus; after any but kOk, error() says what went wrong in one line.
/// Pointers named "anywhere" may be the host's or the current device's; all others are the host's.
/// Work is queued on the given `cuda_stream` (a cudaStream_t; null: the default stream), and what a
/// job reads must be ready there. A network or an encoder does one job at a time; on another stream
/// than before, it first waits there for what it did. Functions that write host memory or report
/// kDiverged return when their work is done, the others at once. Those with a field `diverged`
/// report kDiverged where it is null; else they set that number of the device's to 1 instead.
#pragma once

#include <cstdint>

#include <lingan/base/random.h>
#include <lingan/base/token_batch.h>
#include <lingan/engine/contract/device_product.h>
#include <lingan/engine/contract/recurrent_weights.h>
#include <lingan/engine/contract/sampling_options.h>
#include <lingan/text/subword/kernels/pair_merging.h>
#include <lingan/text/subword/kernels/piece_normalization.h>
#include <lingan/text/subword/kernels/unigram_lattice.h>

namespace lingan::engine::cuda {

/// Raised whenever the table or a struct in it changes: program and library must agree on it.
inline constexpr uint32_t kTableVersion = 8;

/// The name of the one symbol that the library exports: `const Table* lingan_cuda_table()`.
inline constexpr char kTableSymbol[] = "lingan_cuda_table";

enum CudaStatus : int32_t {
  kOk = 0,
  kFailed = 1,    ///< CUDA refused
  kDiverged = 2,  ///< logits are not finite
};

/// The current device.
struct DeviceFacts {
  char name[256];
  int32_t major, minor;  ///< compute capability
  int32_t driver;        ///< newest CUDA version that the driver serves, 1000 major + 10 minor
  int32_t runtime;       ///< CUDA version of the library
  int64_t memory;        ///< bytes
};

/// Sentences to sample.
struct SampleJob {
  int64_t rows;
  int32_t length;  ///< T
  int32_t prompt_size;
  const int32_t* prompt;
  RandomStream stream;
  uint64_t first_row;
  SamplingOptions options;
  SpecialTokens specials;    ///< rows are filled with its filler()
  int32_t* tokens;           ///< [rows, T], anywhere, written
  int32_t* lengths;          ///< [rows], anywhere, written
  float* log_probabilities;  ///< null, or [rows, T], written
  int32_t* diverged;         ///< null, or the device's
  void* cuda_stream = nullptr;
};

/// Sentences whose tokens' log-probabilities are wanted.
struct LogProbabilityJob {
  int64_t rows;
  int32_t width;  ///< T
  int32_t bos;
  const int32_t* tokens;     ///< [rows, T]
  const int32_t* lengths;    ///< [rows]
  float* log_probabilities;  ///< [rows, T], written; pads keep what they hold
  void* cuda_stream = nullptr;
};

/// Sentences whose prefixes 1..T-1 are completed `rollouts` times each, T >= 2.
struct CompleteJob {
  int64_t rows;   ///< S
  int32_t width;  ///< T
  int32_t rollouts;
  const int32_t* sentences;  ///< [S, T], anywhere
  const int32_t* lengths;    ///< [S], anywhere
  RandomStream stream;
  uint64_t first_row;
  SamplingOptions options;
  SpecialTokens specials;      ///< rows are filled with its filler()
  int32_t* tokens;             ///< [S, T-1, rollouts, T], the device's, written
  int32_t* completed_lengths;  ///< [S, T-1, rollouts], the device's, written
  int32_t* diverged;           ///< null, or the device's
  void* cuda_stream = nullptr;
};

/// All filters of one width, anywhere.
struct TokenWindowBankView {
  int32_t width;        ///< w
  int64_t count;        ///< filters
  const float* weight;  ///< [count, w, E]
  const float* bias;    ///< [count]
};

/// Max-over-time convolution features (engine/scoring/token_window_features.h).
struct TokenWindowJob {
  const float* embeddings;  ///< [V, E], anywhere
  int64_t vocabulary;
  int64_t embedding_width;
  const TokenWindowBankView* banks;
  int32_t bank_count;
  const int32_t* tokens;  ///< [rows, width], anywhere
  int64_t rows;
  int32_t width;
  /// Null, or [rows]: rows of the same group are nested as SharedPrefixes says; groups are 0..G-1
  /// and leader[group] is a row whose prefix is the group's longest. All four anywhere.
  const int32_t* group;
  const int32_t* prefix_length;  ///< [rows]
  const int32_t* leader;         ///< [groups]
  int64_t groups;
  float* features;  ///< [rows, all filters], the device's, written
  void* cuda_stream = nullptr;
};

/// Clipped n-gram matches (metrics/ngram_matches.h) of orders 1..max_order.
struct NgramJob {
  const int32_t* tokens;   ///< [offsets[sentences]], hypotheses first
  const int64_t* offsets;  ///< [sentences + 1]
  const int32_t* groups;   ///< null, or [sentences]: n-grams of different groups differ
  int64_t sentences;
  int64_t hypotheses;  ///< counted against the sentences after them; `others`: all of them
  int32_t others;      ///< nonzero: each against all the others
  int32_t max_order;
  int32_t* matches;  ///< [hypotheses, max_order], written
  void* cuda_stream = nullptr;
};

/// A SentencePiece model (text/subword/subword_tables.h). All that the views point to is the
/// host's; it is copied.
struct EncoderModel {
  const PieceNormalizerView* normalizer;
  int64_t rule_bytes;          ///< of normalizer->texts
  const UnigramView* unigram;  ///< null: the model is BPE
  const BytePairView* pairs;   ///< null: the model is a unigram one
  int64_t symbols;             ///< ids of a unigram model, symbols of a BPE one
};

/// Lines to encode; all pointers the host's.
struct EncodeJob {
  const char* text;
  const int64_t* offsets;  ///< [lines + 1]: line i is bytes offsets[i]..offsets[i+1]-1, below 2^30
  int64_t lines;
  int64_t* counts;   ///< [lines], written: ids of a line; -1 for the rare one left to the CPU
  int32_t* ids;      ///< [capacity], written: line after line
  int64_t capacity;  ///< bytes of all lines + 16 * lines is always enough
  int64_t* written;  ///< ids in all, written
  void* cuda_stream = nullptr;
};

/// Cross-entropies of rows of logits and, where wanted, their gradients; all pointers the device's.
struct CrossEntropyJob {
  int64_t rows, vocabulary;     ///< N, V
  float* logits;                ///< [N, V], replaced by the gradient where that is wanted
  const int64_t* targets;       ///< [N]
  const float* loss_gradients;  ///< [N]: of each loss; null: no gradient is wanted
  float* losses;                ///< [N], written: -ln p(target)
  void* cuda_stream = nullptr;
};

/// One bank of window filters over vectors, ReLU and max over time; all pointers the device's.
/// A gradient that is null is not wanted.
struct MaxOverTimeJob {
  int64_t rows;    ///< N
  int64_t length;  ///< T
  int64_t depth;   ///< E
  int64_t width;   ///< w <= T
  int64_t filters;
  const float* values;            ///< [N, T-w+1, filters]: of all windows, read by the forward half
  float* maxima;                  ///< [N, filters], written by the forward half
  int32_t* windows;               ///< [N, filters]: of the maximum, -1 where ReLU cut it off
  const float* maxima_gradients;  ///< [N, filters], read by the backward half, as the next two
  const float* vectors;           ///< [N, T, E]
  const float* weight;            ///< [filters, w, E]
  float* vectors_gradient;        ///< [N, T, E], added to by the backward half: banks share it
  float* weight_gradient;         ///< [filters, w, E], written by the backward half
  float* bias_gradient;           ///< [filters], written by the backward half
  void* cuda_stream = nullptr;
};

/// Standard Gumbel noise for the logits of one position (gan/strategies/gumbel_noise.h).
struct GumbelJob {
  int64_t rows, tokens;  ///< B, V
  int64_t position;
  RandomStream stream;
  uint64_t first_row;
  float* noise;  ///< [B, V], the device's, written
  void* cuda_stream = nullptr;
};

/// A generator's weights on the device.
struct Network;
/// A tokenizer on the device.
struct Encoder;

/// The library's functions in the order of the table: X(result, name, (parameters)).
///   error                    what went wrong last in this thread
///   allocate, release, copy  memory of the device, and copies between it and the host in any
///                            direction
///   network_create           with the product for deep layers, or null: tiles of the library's own
#define LINGAN_CUDA_ENTRIES(X)                                                         \
  X(const char*, error, ())                                                            \
  X(CudaStatus, device, (DeviceFacts*))                                                \
  X(CudaStatus, allocate, (uint64_t bytes, void* cuda_stream, void** memory))          \
  X(void, release, (void* memory, void* cuda_stream))                                  \
  X(CudaStatus, copy, (void* to, const void* from, uint64_t bytes, void* cuda_stream)) \
  X(CudaStatus, network_create,                                                        \
    (const RecurrentWeights*, DeviceProduct, void* cuda_stream, Network**))            \
  X(void, network_destroy, (Network*))                                                 \
  X(CudaStatus, sample, (Network*, const SampleJob*))                                  \
  X(CudaStatus, log_probabilities, (Network*, const LogProbabilityJob*))               \
  X(CudaStatus, complete, (Network*, const CompleteJob*))                              \
  X(CudaStatus, encoder_create, (const EncoderModel*, void* cuda_stream, Encoder**))   \
  X(void, encoder_destroy, (Encoder*))                                                 \
  X(CudaStatus, encode, (Encoder*, const EncodeJob*))                                  \
  X(CudaStatus, token_window_features, (const TokenWindowJob*))                        \
  X(CudaStatus, match_ngrams, (const NgramJob*))                                       \
  X(CudaStatus, cross_entropy, (const CrossEntropyJob*))                               \
  X(CudaStatus, max_over_time_forward, (const MaxOverTimeJob*))                        \
  X(CudaStatus, max_over_time_backward, (const MaxOverTimeJob*))                       \
  X(CudaStatus, gumbel_noise, (const GumbelJob*))

struct Table {
  uint32_t version;  ///< kTableVersion
  uint32_t size;     ///< sizeof(Table)
// NOLINTNEXTLINE(bugprone-macro-parentheses): parts of a declaration
#define LINGAN_CUDA_MEMBER(result, name, parameters) result(*name) parameters;
  LINGAN_CUDA_ENTRIES(LINGAN_CUDA_MEMBER)
#undef LINGAN_CUDA_MEMBER
};

}  // namespace lingan::engine::cuda
