#include <algorithm>

#include <lingan/engine/cpu/recurrent_layer.h>
#include <lingan/engine/cpu/targets.h>
#include <lingan/engine/cpu/uneven_sentences.h>
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "lingan/engine/cpu/recurrent_backward.cc"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

#include <lingan/engine/cpu/recurrent_gates-inl.h>
#include <lingan/engine/cpu/recurrent_product-inl.h>

HWY_BEFORE_NAMESPACE();
namespace lingan::engine::HWY_NAMESPACE {
namespace {

// Slopes in the gates of one token.
void GatesBack(const RecurrentBackward& run, std::span<const int64_t> rows, int64_t t) {
  const RecurrentShape& s = run.shape;
  for (const int64_t row : rows) {
    const int64_t at = s.offsets[row] + t;
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
}

// Adds the slopes in some sentences' states that come from a token's gates.
struct SlopeRows {
  int64_t count;
  const float* gates;
  int64_t gate_row;
  float* states;
};
void AddToStates(const RecurrentBackward& run, const SlopeRows& rows) {
  const RecurrentShape& s = run.shape;
  const bool gru = !s.is_lstm();
  PanelsProduct product = {.a = rows.gates,
                           .a_row = rows.gate_row,
                           .panels = run.hidden_panels,
                           .panel_depth = s.outputs(),
                           .depth = gru ? 2 * s.width : 4 * s.width,
                           .c = rows.states,
                           .c_row = s.width,
                           .start = nullptr};
  Multiply(product, rows.count, s.width);
  if (!gru) return;
  product.a = rows.gates + 3 * s.width;
  product.panels += 2 * s.width * kPanel;
  product.depth = s.width;
  Multiply(product, rows.count, s.width);
}

// Slopes in the gates of a token of a part's sentences, and in the states before it.
class StepsBack {
 public:
  StepsBack(const RecurrentBackward& run, const SentencesByLength& part)
      : run_(run), part_(part), gates_(4 * run.shape.width), states_(run.shape.width) {}

  void take(int64_t t) {
    const RecurrentShape& s = run_.shape;
    const auto rows = part_.with_token(t);
    GatesBack(run_, rows, t);
    const auto gates = [&](int64_t row) {
      return run_.gate_slope + (s.offsets[row] + t) * 4 * s.width;
    };
    const auto state = [&](int64_t row) { return run_.initial_hidden_slope + row * s.width; };
    const auto count = static_cast<int64_t>(rows.size());
    if (part_.is_even()) {
      const int64_t first = rows.front();
      return AddToStates(run_, {count, gates(first), part_.longest() * 4 * s.width, state(first)});
    }
    AddToStates(run_,
                {count, gates_.gather(rows, gates), 4 * s.width, states_.gather(rows, state)});
    states_.scatter(rows, state);
  }

 private:
  const RecurrentBackward& run_;
  const SentencesByLength& part_;
  GatheredRows gates_, states_;
};

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
  const SentencesByLength part(s, begin, end);
  StepsBack steps(run, part);
  for (int64_t t = part.longest() - 1; t >= 0; --t) steps.take(t);
  if (!run.input_slope) return;
  const int64_t first = s.offsets[begin];
  Multiply({.a = run.gate_slope + first * 4 * s.width,
            .a_row = 4 * s.width,
            .panels = run.input_panels,
            .panel_depth = s.outputs(),
            .depth = s.outputs(),
            .c = run.input_slope + first * s.inputs,
            .c_row = s.inputs,
            .start = run.zeros},
           s.offsets[end] - first, s.inputs);
}

}  // namespace
}  // namespace lingan::engine::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace lingan::engine {

HWY_EXPORT(Backward);

void recurrent_backward(const RecurrentBackward& run, int64_t begin, int64_t end) {
  HWY_DYNAMIC_DISPATCH(Backward)(run, begin, end);
}

}  // namespace lingan::engine
#endif  // HWY_ONCE
