// Vectors are kept in arrays, which needs types of a known size: the scalable targets are left out.
#define HWY_DISABLED_TARGETS (HWY_SVE | HWY_SVE2 | HWY_SVE_256 | HWY_SVE2_128 | HWY_RVV)
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "lingan/engine/cpu/token_window_features.cc"
#include <hwy/foreach_target.h>
// foreach_target must come first.
#include <hwy/highway.h>

#include <algorithm>
#include <limits>

#include <lingan/engine/cpu/token_window_features.h>

HWY_BEFORE_NAMESPACE();
namespace lingan::engine::HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

using Tag = hn::CappedTag<float, 16>;
using Vector = hn::Vec<Tag>;
constexpr int64_t kLanes = hn::MaxLanes(Tag());

// Entries of kTokens tokens for one window position and kVectors vectors of filters: the
// accumulators stay in registers while the embedding is walked through.
template <int kTokens, int kVectors>
void multiply_tile(const float* const* embeddings, const PartialProducts& task, int64_t k,
                   int64_t first_float, float* table) {
  const Tag d;
  const float* weight = task.weight + k * task.embedding_width * task.floats + first_float;
  Vector sum[kTokens][kVectors];
#pragma GCC unroll 8  // else the sums pass through memory
  for (int token = 0; token < kTokens; ++token) {
    for (int v = 0; v < kVectors; ++v) sum[token][v] = hn::Zero(d);
  }
  for (int64_t e = 0; e < task.embedding_width; ++e, weight += task.floats) {
    Vector filter[kVectors];
    for (int v = 0; v < kVectors; ++v) filter[v] = hn::LoadU(d, weight + v * kLanes);
#pragma GCC unroll 8
    for (int token = 0; token < kTokens; ++token) {
      const Vector value = hn::Set(d, embeddings[token][e]);
      for (int v = 0; v < kVectors; ++v) {
        sum[token][v] = hn::MulAdd(value, filter[v], sum[token][v]);
      }
    }
  }
#pragma GCC unroll 8
  for (int token = 0; token < kTokens; ++token) {
    float* entry = table + (token * task.width + k) * task.floats + first_float;
    for (int v = 0; v < kVectors; ++v) hn::StoreU(sum[token][v], d, entry + v * kLanes);
  }
}

template <int kTokens>
void multiply_tokens(const float* const* embeddings, const PartialProducts& task, float* table) {
  constexpr int64_t kWide = 2 * kLanes;
  for (int64_t k = 0; k < task.width; ++k) {
    int64_t first = 0;
    for (; first + kWide <= task.floats; first += kWide) {
      multiply_tile<kTokens, 2>(embeddings, task, k, first, table);
    }
    for (; first < task.floats; first += kLanes) {
      multiply_tile<kTokens, 1>(embeddings, task, k, first, table);
    }
  }
}

void partial_products(const PartialProducts& task) {
  constexpr int kTile = 6;
  const int64_t tokens = static_cast<int64_t>(task.embeddings.size());
  int64_t token = 0;
  const auto entry = [&] { return task.table + token * task.width * task.floats; };
  for (; token + kTile <= tokens; token += kTile) {
    multiply_tokens<kTile>(&task.embeddings[token], task, entry());
  }
  for (; token < tokens; ++token) multiply_tokens<1>(&task.embeddings[token], task, entry());
}

// Sums and maxima of a run for kFloats filters at once.
template <int64_t kFloats>
class RunReducer {
 public:
  explicit RunReducer(const TokenWindowRun& run)
      : run_(run), partial_(run.scratch.data()), finished_(partial_ + windows() * kFloats) {
    std::fill_n(finished_, kFloats, -std::numeric_limits<float>::infinity());
  }

  void reduce() {
    int64_t shared = 0;
    for (size_t row = 0; row < run_.prefix.size(); ++row) {
      const int32_t* slots = run_.slots + static_cast<int64_t>(row) * run_.length;
      for (; shared < run_.prefix[row]; ++shared) extend_prefix(slots[shared], shared);
      finish_row(slots, shared, run_.features[row]);
    }
  }

 private:
  static constexpr int kVectors = kFloats / kLanes;

  int64_t windows() const { return run_.length - run_.width + 1; }
  const float* entry(int32_t slot, int64_t k) const {
    return run_.table + (slot * run_.width + k) * kFloats;
  }

  // Adds the token at `position` to every window that covers it.
  void extend_prefix(int32_t slot, int64_t position) {
    const Tag d;
    const int64_t first = std::max<int64_t>(0, position - run_.width + 1);
    const int64_t last = std::min(position, windows() - 1);
    for (int64_t t = first; t <= last; ++t) {
      const int64_t k = position - t;
      const float* product = entry(slot, k);
      float* sum = partial_ + t * kFloats;
      for (int64_t i = 0; i < kFloats; i += kLanes) {
        Vector value = hn::LoadU(d, product + i);
        if (k > 0) value = hn::Add(value, hn::LoadU(d, sum + i));
        hn::StoreU(value, d, sum + i);
        if (k == run_.width - 1) {
          hn::StoreU(hn::Max(value, hn::LoadU(d, finished_ + i)), d, finished_ + i);
        }
      }
    }
  }

  // Goes on from the shared sums through the row's own tokens.
  void finish_row(const int32_t* slots, int64_t shared, float* features) {
    const Tag d;
    Vector best[kVectors];
    for (int v = 0; v < kVectors; ++v) best[v] = hn::LoadU(d, finished_ + v * kLanes);
    for (int64_t t = std::max<int64_t>(0, shared - run_.width + 1); t < windows(); ++t) {
      Vector sum[kVectors];
      for (int v = 0; v < kVectors; ++v) {
        sum[v] = t < shared ? hn::LoadU(d, partial_ + t * kFloats + v * kLanes) : hn::Zero(d);
      }
      for (int64_t s = std::max(t, shared); s < t + run_.width; ++s) {
        const float* product = entry(slots[s], s - t);
        for (int v = 0; v < kVectors; ++v) {
          sum[v] = hn::Add(sum[v], hn::LoadU(d, product + v * kLanes));
        }
      }
      for (int v = 0; v < kVectors; ++v) best[v] = hn::Max(best[v], sum[v]);
    }
    store(best, features);
  }

  void store(const Vector (&best)[kVectors], float* features) const {
    const Tag d;
    float result[kFloats];
    for (int v = 0; v < kVectors; ++v) {
      const Vector value = hn::Add(best[v], hn::LoadU(d, run_.bias + v * kLanes));
      hn::StoreU(hn::Max(value, hn::Zero(d)), d, result + v * kLanes);
    }
    std::copy_n(result, run_.count, features);
  }

  const TokenWindowRun& run_;
  float* partial_;   // [windows, kFloats]: sums over the shared tokens
  float* finished_;  // [kFloats]: maximum over the windows inside the prefix
};

void reduce_run(const TokenWindowRun& run) {
  if (run.floats == 64) {
    RunReducer<64>(run).reduce();
  } else if (run.floats == 32) {
    RunReducer<32>(run).reduce();
  } else {
    RunReducer<16>(run).reduce();
  }
}

}  // namespace lingan::engine::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace lingan::engine {

HWY_EXPORT(partial_products);
HWY_EXPORT(reduce_run);

void compute_partial_products(const PartialProducts& task) {
  HWY_DYNAMIC_DISPATCH(partial_products)(task);
}

void reduce_token_window_run(const TokenWindowRun& run) { HWY_DYNAMIC_DISPATCH(reduce_run)(run); }

}  // namespace lingan::engine
#endif
