#include <lingan/engine/cpu/recurrent_layer.h>

#include <algorithm>

#include <lingan/engine/cpu/targets.h>
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "lingan/engine/cpu/recurrent_layer.cc"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

#include <lingan/engine/cpu/accumulate-inl.h>
#include <lingan/engine/cpu/recurrent_gates-inl.h>
#include <lingan/engine/panels.h>

HWY_BEFORE_NAMESPACE();
namespace lingan::engine::HWY_NAMESPACE {
namespace {

inline constexpr int64_t kDepth = 256;  // rows of a panel that stay in the first cache

// C [rows, columns] = start + A [rows, depth] B, with B in panels [columns/32, panel_depth, 32].
struct PanelsProduct {
  const float* a;
  int64_t a_row;
  const float* panels;
  int64_t panel_depth;
  int64_t depth;
  float* c;
  int64_t c_row;
  const float* start;  // [columns]; null: C itself
};

void Multiply(const PanelsProduct& p, int64_t rows, int64_t columns) {
  for (int64_t column = 0; column < columns; column += kPanel) {
    const float* panel = p.panels + column * p.panel_depth;
    float* c = p.c + column;
    for (int64_t k = 0; k < p.depth; k += kDepth) {
      const bool adds = k > 0 || p.start == nullptr;
      MultiplyAdd({.a = p.a + k,
                   .a_row = p.a_row,
                   .a_depth = 1,
                   .b = panel + k * kPanel,
                   .b_depth = kPanel,
                   .depth = std::min(kDepth, p.depth - k),
                   .start = adds ? c : p.start + column,
                   .start_row = adds ? p.c_row : 0,
                   .c = c,
                   .c_row = p.c_row},
                  rows, kPanel);
    }
  }
}

// The state that sentence `row` has before token t.
const float* Before(const float* initial, const float* all, int64_t row, int64_t t,
                    const RecurrentShape& s) {
  return t == 0 ? initial + row * s.width : all + (row * s.length + t - 1) * s.width;
}

// Adds the state's share of the gates of token t.
void AddFromState(const RecurrentForward& run, int64_t begin, int64_t rows, int64_t t) {
  const RecurrentShape& s = run.shape;
  const bool gru = !s.is_lstm();
  float* gates = run.gates + (begin * s.length + t) * 4 * s.width;
  PanelsProduct product = {Before(run.initial_hidden, run.hidden, begin, t, s),
                           t == 0 ? s.width : s.length * s.width,
                           run.hidden_panels,
                           s.width,
                           s.width,
                           gates,
                           s.length * 4 * s.width,
                           nullptr};
  Multiply(product, rows, gru ? 2 * s.width : 4 * s.width);
  if (!gru) return;
  product.panels += 2 * s.width * s.width;
  product.c = gates + 3 * s.width;
  product.start = run.state_bias;
  Multiply(product, rows, s.width);
}

void Forward(const RecurrentForward& run, int64_t begin, int64_t end) {
  const RecurrentShape& s = run.shape;
  const int64_t first = begin * s.length;
  Multiply({run.input + first * s.inputs, s.inputs, run.input_panels, s.inputs, s.inputs,
            run.gates + first * 4 * s.width, 4 * s.width, run.bias},
           (end - begin) * s.length, s.outputs());
  for (int64_t t = 0; t < s.length; ++t) {
    AddFromState(run, begin, end - begin, t);
    for (int64_t row = begin; row < end; ++row) {
      const int64_t at = row * s.length + t;
      float* gates = run.gates + at * 4 * s.width;
      float* hidden = run.hidden + at * s.width;
      if (!s.is_lstm()) {
        GruGates(gates, Before(run.initial_hidden, run.hidden, row, t, s), hidden, s.width);
      } else {
        LstmGates(gates, Before(run.initial_cell, run.cells, row, t, s), run.cells + at * s.width,
                  hidden, s.width);
      }
    }
  }
}

// Slopes in the gates of one token, and in the state before it.
void StepBack(const RecurrentBackward& run, int64_t begin, int64_t rows, int64_t t) {
  const RecurrentShape& s = run.shape;
  for (int64_t row = begin; row < begin + rows; ++row) {
    const int64_t at = row * s.length + t;
    const float* previous = Before(run.initial_hidden, run.hidden, row, t, s);
    std::copy_n(previous, s.width, run.previous_hidden + at * s.width);
    GateSlopes slopes = {};
    slopes.gates = run.gates + at * 4 * s.width;
    slopes.previous_hidden = previous;
    slopes.slope = run.hidden_slope + at * s.width;
    slopes.hidden_slope = run.initial_hidden_slope + row * s.width;
    slopes.gate_slope = run.gate_slope + at * 4 * s.width;
    if (!s.is_lstm()) {
      GruGateSlopes(slopes, s.width);
    } else {
      slopes.cell = run.cells + at * s.width;
      slopes.previous_cell = Before(run.initial_cell, run.cells, row, t, s);
      slopes.cell_slope = run.initial_cell_slope + row * s.width;
      LstmGateSlopes(slopes, s.width);
    }
  }
  const bool gru = !s.is_lstm();
  const float* slope = run.gate_slope + (begin * s.length + t) * 4 * s.width;
  PanelsProduct product = {slope,
                           s.length * 4 * s.width,
                           run.hidden_panels,
                           s.outputs(),
                           gru ? 2 * s.width : 4 * s.width,
                           run.initial_hidden_slope + begin * s.width,
                           s.width,
                           nullptr};
  Multiply(product, rows, s.width);
  if (!gru) return;
  product.a = slope + 3 * s.width;
  product.panels += 2 * s.width * kPanel;
  product.depth = s.width;
  Multiply(product, rows, s.width);
}

void Backward(const RecurrentBackward& run, int64_t begin, int64_t end) {
  const RecurrentShape& s = run.shape;
  const int64_t states = (end - begin) * s.width;
  std::fill_n(run.initial_hidden_slope + begin * s.width, states, 0.0f);
  if (run.initial_cell_slope) {
    float* cell_slope = run.initial_cell_slope + begin * s.width;
    if (run.last_cell_slope) {
      std::copy_n(run.last_cell_slope + begin * s.width, states, cell_slope);
    } else {
      std::fill_n(cell_slope, states, 0.0f);
    }
  }
  for (int64_t t = s.length - 1; t >= 0; --t) StepBack(run, begin, end - begin, t);
  if (!run.input_slope) return;
  const int64_t first = begin * s.length;
  Multiply({run.gate_slope + first * 4 * s.width, 4 * s.width, run.input_panels, s.outputs(),
            s.outputs(), run.input_slope + first * s.inputs, s.inputs, run.zeros},
           (end - begin) * s.length, s.inputs);
}

}  // namespace
}  // namespace lingan::engine::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace lingan::engine {

HWY_EXPORT(Forward);
HWY_EXPORT(Backward);

void recurrent_forward(const RecurrentForward& run, int64_t begin, int64_t end) {
  HWY_DYNAMIC_DISPATCH(Forward)(run, begin, end);
}

void recurrent_backward(const RecurrentBackward& run, int64_t begin, int64_t end) {
  HWY_DYNAMIC_DISPATCH(Backward)(run, begin, end);
}

}  // namespace lingan::engine
#endif  // HWY_ONCE
