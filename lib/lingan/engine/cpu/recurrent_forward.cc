#include <algorithm>

#include <lingan/engine/cpu/recurrent_layer.h>
#include <lingan/engine/cpu/targets.h>
#include <lingan/engine/cpu/uneven_sentences.h>
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "lingan/engine/cpu/recurrent_forward.cc"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

#include <lingan/engine/cpu/recurrent_gates-inl.h>
#include <lingan/engine/cpu/recurrent_product-inl.h>

HWY_BEFORE_NAMESPACE();
namespace lingan::engine::HWY_NAMESPACE {
namespace {

// Some sentences' states before a token, and its gates, each equally far apart.
struct StepRows {
  int64_t count;
  const float* states;
  int64_t state_row;
  float* gates;
  int64_t gate_row;
};

// Adds the state's share of the gates.
void AddFromState(const RecurrentForward& run, const StepRows& rows) {
  const RecurrentShape& s = run.shape;
  const bool gru = !s.is_lstm();
  PanelsProduct product = {.a = rows.states,
                           .a_row = rows.state_row,
                           .panels = run.hidden_panels,
                           .panel_depth = s.width,
                           .depth = s.width,
                           .c = rows.gates,
                           .c_row = rows.gate_row,
                           .start = nullptr};
  Multiply(product, rows.count, gru ? 2 * s.width : 4 * s.width);
  if (!gru) return;
  product.panels += 2 * s.width * s.width;
  product.c = rows.gates + 3 * s.width;
  product.start = run.state_bias;
  Multiply(product, rows.count, s.width);
}

// The same of token t of a part's sentences.
class FromStates {
 public:
  FromStates(const RecurrentForward& run, const SentencesByLength& part)
      : run_(run), part_(part), states_(run.shape.width), gates_(4 * run.shape.width) {}

  void add(int64_t t) {
    const RecurrentShape& s = run_.shape;
    const auto rows = part_.with_token(t);
    const auto state = [&](int64_t row) {
      return Before(run_.initial_hidden, run_.hidden, row, t, s);
    };
    const auto gates = [&](int64_t row) { return run_.gates + (s.offsets[row] + t) * 4 * s.width; };
    const auto count = static_cast<int64_t>(rows.size());
    if (part_.is_even()) {
      const int64_t length = part_.longest(), first = rows.front();
      const int64_t state_row = t == 0 ? s.width : length * s.width;
      return AddFromState(run_, {.count = count,
                                 .states = state(first),
                                 .state_row = state_row,
                                 .gates = gates(first),
                                 .gate_row = length * 4 * s.width});
    }
    AddFromState(run_, {.count = count,
                        .states = states_.gather(rows, state),
                        .state_row = s.width,
                        .gates = gates_.gather(rows, gates),
                        .gate_row = 4 * s.width});
    gates_.scatter(rows, gates);
  }

 private:
  const RecurrentForward& run_;
  const SentencesByLength& part_;
  GatheredRows states_, gates_;
};

void Forward(const RecurrentForward& run, int64_t begin, int64_t end) {
  const RecurrentShape& s = run.shape;
  const int64_t first = s.offsets[begin];
  Multiply({.a = run.input + first * s.inputs,
            .a_row = s.inputs,
            .panels = run.input_panels,
            .panel_depth = s.inputs,
            .depth = s.inputs,
            .c = run.gates + first * 4 * s.width,
            .c_row = 4 * s.width,
            .start = run.bias},
           s.offsets[end] - first, s.outputs());
  const SentencesByLength part(s, begin, end);
  FromStates from_states(run, part);
  for (int64_t t = 0; t < part.longest(); ++t) {
    from_states.add(t);
    for (const int64_t row : part.with_token(t)) {
      const int64_t at = s.offsets[row] + t;
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

}  // namespace
}  // namespace lingan::engine::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace lingan::engine {

HWY_EXPORT(Forward);

void recurrent_forward(const RecurrentForward& run, int64_t begin, int64_t end) {
  HWY_DYNAMIC_DISPATCH(Forward)(run, begin, end);
}

}  // namespace lingan::engine
#endif  // HWY_ONCE
