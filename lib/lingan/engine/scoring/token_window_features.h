/// Max-over-time convolution features of token rows, from tables of per-token partial products.
///
/// A window of width w over tokens has, for filter f, the value sum_k e(y_{t+k}) . W_f[k] + b_f.
/// The products e(v) . W_f[k] depend on the token v alone, so they are computed once for every
/// token that occurs and summed for every window: E multiply-adds become one addition. Rows that
/// share a prefix (Monte-Carlo completions) also share the sums of what lies inside it.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include <lingan/base/token_batch.h>

namespace lingan::engine {

/// All filters of one width.
struct TokenWindowBank {
  int32_t width = 1;              ///< w, tokens that a window covers, >= 1
  int64_t count = 0;              ///< filters, >= 1
  std::span<const float> weight;  ///< [count, width, E]
  std::span<const float> bias;    ///< [count]
};

/// Which leading tokens rows have in common. Rows with the same `sentence` are nested: each begins
/// with the first min(prefix_length) tokens of any other one.
struct SharedPrefixes {
  std::span<const int64_t> sentence;       ///< [n], any values
  std::span<const int32_t> prefix_length;  ///< [n], 0..width
};

/// Multiply-adds that a batch costs, by either way. An addition of a table entry counts as the
/// number of multiply-adds of a dense product that take as long.
struct TokenWindowWork {
  double tables = 0;
  double dense = 0;
};

/// Computes max over t of ReLU(window value) for every filter. Immutable; it may be used from
/// several threads at once.
class TokenWindowFeatures {
 public:
  /// Packs a copy of the weights.
  /// @param embeddings  [V, E].  @param embedding_width  E >= 1.
  /// @param banks       features are ordered by bank, then by filter.
  /// @throws UsageError if sizes do not fit together.
  TokenWindowFeatures(std::span<const float> embeddings, int64_t embedding_width,
                      std::span<const TokenWindowBank> banks);

  /// F, features of a row.
  int64_t feature_count() const { return features_; }
  /// The widest filter, in tokens.
  int32_t widest() const;

  /// What compute() and a plain convolution would cost for these rows.
  TokenWindowWork work(const TokenBatch& rows) const;

  /// Features of rows that share nothing.
  /// @param rows      every row counts in full width, pads included.
  /// @param features  [n, F], written.
  /// @throws UsageError if a row is narrower than a filter, or a token is outside 0..V-1.
  void compute(const TokenBatch& rows, std::span<float> features) const;

  /// Features of rows that share prefixes: the same values, with less work.
  /// @throws UsageError also if rows do not share what `shared` says.
  void compute(const TokenBatch& rows, const SharedPrefixes& shared,
               std::span<float> features) const;

 private:
  /// Filters of one width whose tables are in the cache together.
  struct Strip {
    int32_t width;              // w
    int64_t floats;             // padded count of filters: 16, 32 or 64
    int64_t count;              // filters
    int64_t first_feature;      // place of the first one among the features
    std::vector<float> weight;  // [w, E, floats], padded with zeros
    std::vector<float> bias;    // [floats]
  };
  struct Plan;

  void check(const TokenBatch& rows, std::span<float> features) const;
  void add_bank(const TokenWindowBank& bank);
  void build_table(const Strip& strip, const Plan& plan, float* table) const;
  void reduce_windows(const Strip& strip, const Plan& plan, const float* table,
                      std::span<float> features) const;

  int64_t vocabulary_ = 0;
  int64_t embedding_width_ = 0;
  int64_t features_ = 0;
  std::vector<float> embeddings_;
  std::vector<Strip> strips_;
};

}  // namespace lingan::engine
