#include <lingan/engine/cpu/bfloat16_layer.h>

#include <algorithm>
#include <bit>

#include <lingan/base/error.h>
#include <lingan/base/parallel.h>
#include <lingan/engine/cpu/affine.h>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace lingan::engine {
namespace {

// Pairs of inputs whose weights stay in the first-level cache while all rows pass.
constexpr int64_t kPairsBlock = 128;

inline uint16_t rounded(float x) {
  const auto bits = std::bit_cast<uint32_t>(x);
  const bool is_nan = (bits & 0x7fffffff) > 0x7f800000;
  const uint32_t nearest = bits + 0x7fff + (bits >> 16 & 1);
  return static_cast<uint16_t>(is_nan ? bits >> 16 | 0x40 : nearest >> 16);
}

inline uint32_t pair_of(float low, float high) {
  return rounded(low) | static_cast<uint32_t>(rounded(high)) << 16;
}

}  // namespace

uint16_t to_bfloat16(float x) { return rounded(x); }

Bfloat16Layer::Bfloat16Layer(const PackedLayer& layer)
    : pairs_((layer.inputs() + 1) / 2),
      panels_(layer.panels()),
      packed_(static_cast<size_t>(panels_ * pairs_ * kPanel)),
      bias_(layer.bias(), layer.bias() + layer.padded_outputs()) {
  parallel_for(panels_, 4, [&](int64_t begin, int64_t end) {
    for (int64_t p = begin; p < end; ++p) {
      const float* from = layer.panel(p);
      uint32_t* to = packed_.data() + p * pairs_ * kPanel;
      for (int64_t k = 0; k < layer.inputs(); k += 2, to += kPanel) {
        const float* low = from + k * kPanel;
        for (int64_t j = 0; j < kPanel; ++j)
          to[j] = pair_of(low[j], k + 1 < layer.inputs() ? low[kPanel + j] : 0.0f);
      }
    }
  });
}

void Bfloat16Rows::pack(const float* rows, int64_t count, int64_t width) {
  count_ = count;
  pairs_ = (width + 1) / 2;
  packed_.assign(static_cast<size_t>(blocks() * kRowBlock * pairs_), 0);
  for (int64_t r = 0; r < count; ++r) {
    const float* row = rows + r * width;
    uint32_t* to = packed_.data() + r / kRowBlock * kRowBlock * pairs_ + r % kRowBlock;
    for (int64_t k = 0; k < width / 2; ++k) to[k * kRowBlock] = pair_of(row[2 * k], row[2 * k + 1]);
    if (width % 2 == 1) to[(pairs_ - 1) * kRowBlock] = pair_of(row[width - 1], 0.0f);
  }
}

int64_t Bfloat16Rows::blocks() const { return (count_ + kRowBlock - 1) / kRowBlock; }

Bfloat16Rows::Blocks Bfloat16Rows::blocks(int64_t first, int64_t count) const {
  return {packed_.data() + first * kRowBlock * pairs_, count};
}

const uint32_t* Bfloat16Rows::row(int64_t index) const {
  return packed_.data() + index / kRowBlock * kRowBlock * pairs_ + index % kRowBlock;
}

#if defined(__x86_64__)

// Some rows by two vectors of columns, whose sums stay in registers; `start` as `out`, or one row
// of biases for all (stride 0).
struct PairRange {
  const uint32_t* rows;   // [pairs, kRowBlock]
  const uint32_t* panel;  // [pairs, kPanel]
  int64_t pairs;
  const float* start;
  int64_t start_stride;
  float* out;  // [kRows, kPanel]
};

template <int kRows>
__attribute__((target("avx512f,avx512bw,avx512bf16"))) void multiply_pairs(const PairRange& range) {
  static_assert(kRows <= kRowBlock && kPanel == 32);
  __m512 left[kRows], right[kRows];
#pragma GCC unroll 12  // else the sums pass through memory
  for (int r = 0; r < kRows; ++r) {
    left[r] = _mm512_loadu_ps(range.start + r * range.start_stride);
    right[r] = _mm512_loadu_ps(range.start + r * range.start_stride + 16);
  }
  const uint32_t* weight = range.panel;
  const uint32_t* row = range.rows;
  for (int64_t k = 0; k < range.pairs; ++k, weight += kPanel, row += kRowBlock) {
    const auto w0 = (__m512bh)_mm512_loadu_si512(weight);
    const auto w1 = (__m512bh)_mm512_loadu_si512(weight + 16);
#pragma GCC unroll 12
    for (int r = 0; r < kRows; ++r) {
      const auto x = (__m512bh)_mm512_set1_epi32(static_cast<int>(row[r]));
      left[r] = _mm512_dpbf16_ps(left[r], x, w0);
      right[r] = _mm512_dpbf16_ps(right[r], x, w1);
    }
  }
#pragma GCC unroll 12
  for (int r = 0; r < kRows; ++r) {
    _mm512_storeu_ps(range.out + r * kPanel, left[r]);
    _mm512_storeu_ps(range.out + r * kPanel + 16, right[r]);
  }
}

void multiply_bfloat16_panel(const Bfloat16Layer& layer, int64_t panel, Bfloat16Rows::Blocks rows,
                             float* out) {
  const float* bias = layer.bias() + panel * kPanel;
  for (int64_t first = 0; first < layer.pairs(); first += kPairsBlock) {
    const int64_t pairs = std::min(kPairsBlock, layer.pairs() - first);
    for (int64_t b = 0; b < rows.count; ++b) {
      float* sums = out + b * kRowBlock * kPanel;
      const uint32_t* block = rows.first + b * kRowBlock * layer.pairs();
      multiply_pairs<kRowBlock>({.rows = block + first * kRowBlock,
                                 .panel = layer.panel(panel) + first * kPanel,
                                 .pairs = pairs,
                                 .start = first == 0 ? bias : sums,
                                 .start_stride = first == 0 ? 0 : kPanel,
                                 .out = sums});
    }
  }
}

void multiply_bfloat16_row(const Bfloat16Layer& layer, int64_t panel, const uint32_t* row,
                           float* out) {
  multiply_pairs<1>({.rows = row,
                     .panel = layer.panel(panel),
                     .pairs = layer.pairs(),
                     .start = layer.bias() + panel * kPanel,
                     .start_stride = 0,
                     .out = out});
}

#else

[[noreturn]] void refuse() {
  throw UsageError("precision bf16: this processor does not multiply bf16 numbers; use float32");
}

void multiply_bfloat16_panel(const Bfloat16Layer&, int64_t, Bfloat16Rows::Blocks, float*) {
  refuse();
}
void multiply_bfloat16_row(const Bfloat16Layer&, int64_t, const uint32_t*, float*) { refuse(); }

#endif

}  // namespace lingan::engine
