/// A recurrent layer over sentences of different lengths, written plainly in double, with what its
/// kernels take.
#pragma once

#include <cmath>
#include <cstdint>
#include <numeric>
#include <vector>

#include <lingan/engine/cpu/recurrent_layer.h>
#include <lingan/engine/panels.h>

#include "tests/engine/random_numbers.h"

namespace lingan::engine {

using Doubles = std::vector<double>;

/// Weights, sentences and first states, all drawn.
struct PlainRecurrentLayer {
  PlainRecurrentLayer(int32_t gates, const std::vector<int64_t>& lengths, int64_t inputs,
                      int64_t width)
      : offsets(lengths.size() + 1) {
    std::partial_sum(lengths.begin(), lengths.end(), offsets.begin() + 1);
    shape = {gates, static_cast<int64_t>(lengths.size()), offsets.data(), inputs, width};
    input = random_floats(0, shape.tokens() * inputs);
    hidden = random_floats(1, shape.rows * width);
    cell = random_floats(2, shape.rows * width);
    input_weight = random_floats(3, shape.outputs() * inputs, 0.2);
    hidden_weight = random_floats(4, shape.outputs() * width, 0.2);
    input_bias = random_floats(5, shape.outputs());
    hidden_bias = random_floats(6, shape.outputs());
  }
  PlainRecurrentLayer(const PlainRecurrentLayer&) = delete;  // shape points into it

  bool is_lstm() const { return shape.is_lstm(); }

  /// States after each token of a sentence, [T, H], and the cell after the last, [H].
  struct Run {
    Doubles hidden, cell;
  };
  Run run(int64_t row) const {
    const int64_t h = shape.width;
    Doubles state(hidden.begin() + row * h, hidden.begin() + (row + 1) * h);
    Run run{.hidden = {}, .cell = {cell.begin() + row * h, cell.begin() + (row + 1) * h}};
    for (int64_t t = offsets[row]; t < offsets[row + 1]; ++t) {
      const auto first = input.begin() + t * shape.inputs;
      const Doubles x = sums(input_weight, input_bias, {first, first + shape.inputs});
      const Doubles u = sums(hidden_weight, hidden_bias, state);
      is_lstm() ? lstm(x, u, state, run.cell) : gru(x, u, state);
      run.hidden.insert(run.hidden.end(), state.begin(), state.end());
    }
    return run;
  }

  /// The rows of W in the panels that the forward run takes: [G*H/32, columns, 32].
  static std::vector<float> panels_of_rows(const std::vector<float>& weight, int64_t columns) {
    const auto rows = static_cast<int64_t>(weight.size()) / columns;
    std::vector<float> panels(weight.size());
    pack_panels({weight.data(), rows, columns}, 0, panels_of(rows), panels.data());
    return panels;
  }

  /// Its columns in those of the backward run: [columns/32, G*H, 32].
  static std::vector<float> panels_of_columns(const std::vector<float>& weight, int64_t columns) {
    const auto rows = static_cast<int64_t>(weight.size()) / columns;
    std::vector<float> panels(weight.size());
    for (int64_t i = 0; i < rows; ++i) {
      for (int64_t j = 0; j < columns; ++j) {
        panels[(j / kPanel * rows + i) * kPanel + j % kPanel] = weight[i * columns + j];
      }
    }
    return panels;
  }

  /// The biases as the forward run takes them: of a GRU's n gate the input's alone.
  std::vector<float> joint_bias() const {
    std::vector<float> bias = input_bias;
    const int64_t joint = is_lstm() ? 4 * shape.width : 2 * shape.width;
    for (int64_t i = 0; i < joint; ++i) bias[i] += hidden_bias[i];
    return bias;
  }

  std::vector<int64_t> offsets;
  RecurrentShape shape;
  std::vector<float> input, hidden, cell;  // first states
  std::vector<float> input_weight, hidden_weight, input_bias, hidden_bias;

 private:
  static Doubles sums(const std::vector<float>& weight, const std::vector<float>& bias,
                      const Doubles& x) {
    Doubles sums(bias.begin(), bias.end());
    for (size_t i = 0; i < sums.size(); ++i) {
      for (size_t k = 0; k < x.size(); ++k) sums[i] += double{weight[i * x.size() + k]} * x[k];
    }
    return sums;
  }

  static void lstm(const Doubles& x, const Doubles& u, Doubles& state, Doubles& cell) {
    const size_t h = state.size();
    for (size_t j = 0; j < h; ++j) {
      const auto sum = [&](size_t gate) { return x[gate * h + j] + u[gate * h + j]; };
      cell[j] = sigmoid(sum(1)) * cell[j] + sigmoid(sum(0)) * std::tanh(sum(2));
      state[j] = sigmoid(sum(3)) * std::tanh(cell[j]);
    }
  }

  static void gru(const Doubles& x, const Doubles& u, Doubles& state) {
    const size_t h = state.size();
    for (size_t j = 0; j < h; ++j) {
      const double r = sigmoid(x[j] + u[j]), z = sigmoid(x[h + j] + u[h + j]);
      const double n = std::tanh(x[2 * h + j] + r * u[2 * h + j]);
      state[j] = (1 - z) * n + z * state[j];
    }
  }
};

/// What a forward run of its kernel writes.
struct ForwardResult {
  explicit ForwardResult(const PlainRecurrentLayer& layer)
      : hidden(layer.shape.tokens() * layer.shape.width, NAN),
        cells(hidden.size(), NAN),
        gates(4 * hidden.size(), NAN) {}

  /// Runs sentences [begin, end).
  void run(const PlainRecurrentLayer& layer, int64_t begin, int64_t end) {
    const RecurrentShape& shape = layer.shape;
    const auto inputs = PlainRecurrentLayer::panels_of_rows(layer.input_weight, shape.inputs);
    const auto states = PlainRecurrentLayer::panels_of_rows(layer.hidden_weight, shape.width);
    const std::vector<float> bias = layer.joint_bias();
    const bool lstm = layer.is_lstm();
    recurrent_forward({shape, layer.input.data(), layer.hidden.data(),
                       lstm ? layer.cell.data() : nullptr, inputs.data(), states.data(),
                       bias.data(), lstm ? nullptr : layer.hidden_bias.data() + 2 * shape.width,
                       gates.data(), lstm ? cells.data() : nullptr, hidden.data()},
                      begin, end);
  }

  std::vector<float> hidden, cells, gates;
};

}  // namespace lingan::engine
