#include <lingan/engine/cpu/product.h>

#include <algorithm>
#include <memory>

#include <lingan/engine/cpu/targets.h>
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "lingan/engine/cpu/product.cc"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

#include <lingan/engine/cpu/accumulate-inl.h>
#include <lingan/engine/panels.h>

HWY_BEFORE_NAMESPACE();
namespace lingan::engine::HWY_NAMESPACE {
namespace {

inline constexpr int64_t kSide = 12;    // rows of a transposed A side by side
inline constexpr int64_t kDepth = 256;  // rows of a panel that stay in the first cache
inline constexpr float kZeros[kPanel] = {};

// Four columns of B, each contiguous, into a panel.
void PackFourColumns(const MatrixView& b, int64_t depth, float* panel) {
  const hn::ScalableTag<float> d;
  const hn::CappedTag<float, 4> four;
  constexpr int64_t kLanes = hn::MaxLanes(d);
  const float* column[] = {b.values, b.values + b.column, b.values + 2 * b.column,
                           b.values + 3 * b.column};
  int64_t k = 0;
  for (; k + kLanes <= depth; k += kLanes) {
    HWY_ALIGN float turned[4 * kLanes];
    hn::StoreInterleaved4(hn::LoadU(d, column[0] + k), hn::LoadU(d, column[1] + k),
                          hn::LoadU(d, column[2] + k), hn::LoadU(d, column[3] + k), d, turned);
    for (int64_t i = 0; i < kLanes; ++i) {
      hn::StoreU(hn::Load(four, turned + 4 * i), four, panel + (k + i) * kPanel);
    }
  }
  for (; k < depth; ++k) {
    for (int64_t j = 0; j < 4; ++j) panel[k * kPanel + j] = column[j][k];
  }
}

// Rows of B's panel, [depth, kPanel]; columns beyond `columns` are 0.
void PackPanel(const MatrixView& b, int64_t depth, int64_t columns, float* panel) {
  if (columns < kPanel) std::fill_n(panel, depth * kPanel, 0.0f);
  if (b.column == 1) {
    for (int64_t k = 0; k < depth; ++k) {
      std::copy_n(b.values + k * b.row, columns, panel + k * kPanel);
    }
    return;
  }
  int64_t j = 0;
  for (; j + 4 <= columns; j += 4) PackFourColumns(b.from(0, j), depth, panel + j);
  for (; j < columns; ++j) {
    for (int64_t k = 0; k < depth; ++k) panel[k * kPanel + j] = b.values[k + j * b.column];
  }
}

// A's rows side by side, [rows / kSide, depth, kSide]; what is beyond the last row is not read.
void PackRows(const MatrixView& a, int64_t rows, int64_t depth, float* packed) {
  for (int64_t row = 0; row < rows; row += kSide) {
    const int64_t count = std::min(kSide, rows - row);
    for (int64_t k = 0; k < depth; ++k) {
      std::copy_n(a.values + row + k * a.column, count, packed + (row * depth + k * kSide));
    }
  }
}

// Products of all rows with one panel.
struct PanelTask {
  const float* a;      // [rows, depth]
  int64_t a_row;       // floats from row to row
  bool packed;         // or a is what PackRows has packed
  const float* panel;  // [depth, kPanel]
  int64_t rows, depth;
  float* c;
  int64_t c_row;
  const float* start;  // [kPanel]; null: C itself
};

void MultiplyPanel(const PanelTask& p) {
  const int64_t step = p.packed ? kSide : p.rows;
  for (int64_t row = 0; row < p.rows; row += step) {
    float* c = p.c + row * p.c_row;
    MultiplyAdd({.a = p.packed ? p.a + row * p.depth : p.a,
                 .a_row = p.packed ? 1 : p.a_row,
                 .a_depth = p.packed ? kSide : 1,
                 .b = p.panel,
                 .b_depth = kPanel,
                 .depth = p.depth,
                 .start = p.start ? p.start : c,
                 .start_row = p.start ? 0 : p.c_row,
                 .c = c,
                 .c_row = p.c_row},
                std::min(step, p.rows - row), kPanel);
  }
}

// The same for a panel that is not full: C has only `columns` of its columns.
void MultiplyPartOfPanel(const PanelTask& task, int64_t columns, float* all) {
  PanelTask p = task;
  p.c = all;
  p.c_row = kPanel;
  for (int64_t row = 0; row < p.rows; ++row) {
    std::copy_n(task.start ? task.start : task.c + row * task.c_row, columns, all + row * kPanel);
  }
  p.start = nullptr;
  MultiplyPanel(p);
  for (int64_t row = 0; row < p.rows; ++row) {
    std::copy_n(all + row * kPanel, columns, task.c + row * task.c_row);
  }
}

void Multiply(const ProductBlock& block) {
  const auto panel = std::make_unique_for_overwrite<float[]>(kDepth * kPanel);
  const auto part = std::make_unique<float[]>(block.rows * kPanel);
  const bool packs = block.a.column != 1;
  const int64_t padded = (block.rows + kSide - 1) / kSide * kSide;
  const auto rows = std::make_unique_for_overwrite<float[]>(packs ? padded * kDepth : 0);
  for (int64_t first = 0; first < block.depth; first += kDepth) {
    const int64_t depth = std::min(kDepth, block.depth - first);
    const MatrixView a = block.a.from(0, first);
    if (packs) PackRows(a, block.rows, depth, rows.get());
    for (int64_t column = 0; column < block.columns; column += kPanel) {
      const int64_t columns = std::min(kPanel, block.columns - column);
      PackPanel(block.b.from(first, column), depth, columns, panel.get());
      const PanelTask task = {.a = packs ? rows.get() : a.values,
                              .a_row = a.row,
                              .packed = packs,
                              .panel = panel.get(),
                              .rows = block.rows,
                              .depth = depth,
                              .c = block.c + column,
                              .c_row = block.c_row,
                              .start = first == 0 && !block.add ? kZeros : nullptr};
      if (columns == kPanel) {
        MultiplyPanel(task);
      } else {
        MultiplyPartOfPanel(task, columns, part.get());
      }
    }
  }
}

}  // namespace
}  // namespace lingan::engine::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace lingan::engine {

HWY_EXPORT(Multiply);

void multiply_block(const ProductBlock& block) { HWY_DYNAMIC_DISPATCH(Multiply)(block); }

}  // namespace lingan::engine
#endif  // HWY_ONCE
