// Matrix products, tile by tile in registers; compiled once per instruction set.
#if defined(LINGAN_ENGINE_CPU_ACCUMULATE_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef LINGAN_ENGINE_CPU_ACCUMULATE_INL_H_
#undef LINGAN_ENGINE_CPU_ACCUMULATE_INL_H_
#else
#define LINGAN_ENGINE_CPU_ACCUMULATE_INL_H_
#endif

#include <hwy/highway.h>

#include <cstdint>

HWY_BEFORE_NAMESPACE();
namespace lingan::engine::HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

// C(i, j) = S(i, j) + sum over k of A(i, k) B(k, j), added up in the order of k, whatever is
// computed beside it. C may be S.
struct AccumulatedProduct {
  const float* a;
  int64_t a_row;    // floats from A(i, k) to A(i + 1, k)
  int64_t a_depth;  // floats from A(i, k) to A(i, k + 1)
  const float* b;   // rows of B, b_depth floats apart
  int64_t b_depth;
  int64_t depth;
  const float* start;  // rows of S, start_row floats apart; 0: one row for all
  int64_t start_row;
  float* c;  // rows of C, c_row floats apart
  int64_t c_row;
};

// Two vectors of columns by as many rows as leave registers for the operands.
inline constexpr int kTileVectors = 2;
inline constexpr int kTileRows = HWY_ARCH_X86 && HWY_TARGET > HWY_AVX3 ? 6 : 12;

template <int kRows>
HWY_INLINE void MultiplyAddTile(const AccumulatedProduct& p, int64_t row, int64_t column) {
  const hn::ScalableTag<float> d;
  const int64_t lanes = hn::Lanes(d);
  hn::Vec<decltype(d)> sum[kRows][kTileVectors];
#pragma GCC unroll 12  // else the sums pass through memory
  for (int r = 0; r < kRows; ++r) {
    const float* start = p.start + (row + r) * p.start_row + column;
    for (int v = 0; v < kTileVectors; ++v) sum[r][v] = hn::LoadU(d, start + v * lanes);
  }
  const float* a = p.a + row * p.a_row;
  const float* b = p.b + column;
  for (int64_t k = 0; k < p.depth; ++k, a += p.a_depth, b += p.b_depth) {
    const auto b0 = hn::LoadU(d, b);
    const auto b1 = hn::LoadU(d, b + lanes);
#pragma GCC unroll 12
    for (int r = 0; r < kRows; ++r) {
      const auto x = hn::Set(d, a[r * p.a_row]);
      sum[r][0] = hn::MulAdd(x, b0, sum[r][0]);
      sum[r][1] = hn::MulAdd(x, b1, sum[r][1]);
    }
  }
#pragma GCC unroll 12
  for (int r = 0; r < kRows; ++r) {
    float* c = p.c + (row + r) * p.c_row + column;
    for (int v = 0; v < kTileVectors; ++v) hn::StoreU(sum[r][v], d, c + v * lanes);
  }
}

// Eight rows are two tiles of four where a tile has six.
// @param columns  a multiple of kTileVectors vectors.
HWY_INLINE void MultiplyAdd(const AccumulatedProduct& p, int64_t rows, int64_t columns) {
  const int64_t step = kTileVectors * static_cast<int64_t>(hn::Lanes(hn::ScalableTag<float>()));
  for (int64_t column = 0; column < columns; column += step) {
    int64_t row = 0;
    for (; row + kTileRows <= rows && row + 8 != rows; row += kTileRows) {
      MultiplyAddTile<kTileRows>(p, row, column);
    }
    if (kTileRows > 8 && row + 8 <= rows) MultiplyAddTile<8>(p, row, column), row += 8;
    for (; row + 4 <= rows; row += 4) MultiplyAddTile<4>(p, row, column);
    if (row + 2 <= rows) MultiplyAddTile<2>(p, row, column), row += 2;
    if (row < rows) MultiplyAddTile<1>(p, row, column);
  }
}

}  // namespace lingan::engine::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif  // per-target guard
