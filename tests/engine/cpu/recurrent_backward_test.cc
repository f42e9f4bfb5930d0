#include <gtest/gtest.h>

#include "tests/engine/cpu/plain_recurrent_layer.h"

namespace lingan::engine::recurrent_backward_test {
namespace {

/// What a backward run writes for slopes of the outputs that are drawn.
struct BackwardResult {
  explicit BackwardResult(const PlainRecurrentLayer& layer)
      : slope(random_floats(7, layer.shape.tokens() * layer.shape.width)),
        last_cell_slope(random_floats(8, layer.shape.rows * layer.shape.width)),
        gate(4 * slope.size(), NAN),
        previous_hidden(slope.size(), NAN),
        hidden(layer.hidden.size(), NAN),
        cell(layer.cell.size(), NAN),
        input(layer.input.size(), NAN) {}

  void run(const PlainRecurrentLayer& layer, int64_t begin, int64_t end) {
    const RecurrentShape& shape = layer.shape;
    ForwardResult forward(layer);
    forward.run(layer, 0, shape.rows);
    const auto inputs = PlainRecurrentLayer::panels_of_columns(layer.input_weight, shape.inputs);
    const auto states = PlainRecurrentLayer::panels_of_columns(layer.hidden_weight, shape.width);
    const std::vector<float> zeros(shape.inputs, 0.0f);
    const bool lstm = layer.is_lstm();
    recurrent_backward(
        {shape, layer.hidden.data(), lstm ? layer.cell.data() : nullptr, forward.gates.data(),
         lstm ? forward.cells.data() : nullptr, forward.hidden.data(), slope.data(),
         lstm ? last_cell_slope.data() : nullptr, inputs.data(), states.data(), zeros.data(),
         gate.data(), previous_hidden.data(), hidden.data(), lstm ? cell.data() : nullptr,
         input.data()},
        begin, end);
  }

  std::vector<float> slope, last_cell_slope;  // of the outputs
  std::vector<float> gate, previous_hidden, hidden, cell, input;
};

/// Sum over all outputs of their slopes times themselves.
double value(const PlainRecurrentLayer& layer, const BackwardResult& slopes) {
  const int64_t width = layer.shape.width;
  double sum = 0;
  for (int64_t row = 0; row < layer.shape.rows; ++row) {
    const auto run = layer.run(row);
    const float* slope = slopes.slope.data() + layer.offsets[row] * width;
    for (size_t i = 0; i < run.hidden.size(); ++i) sum += run.hidden[i] * slope[i];
    for (int64_t j = 0; j < width && layer.is_lstm(); ++j) {
      sum += run.cell[j] * slopes.last_cell_slope[row * width + j];
    }
  }
  return sum;
}

/// Expects `gradient` to be how value() changes with `values`, which belong to the layer.
void expect_gradient(PlainRecurrentLayer& layer, const BackwardResult& slopes,
                     std::vector<float>& values, const std::vector<float>& gradient) {
  for (size_t i = 0; i < values.size(); i += 1 + values.size() / 40) {
    const float middle = values[i], above = middle + 0x1p-8f, below = middle - 0x1p-8f;
    values[i] = above;
    const double high = value(layer, slopes);
    values[i] = below;
    const double low = value(layer, slopes);
    values[i] = middle;
    const double change = (high - low) / (double{above} - double{below});
    ASSERT_NEAR(gradient[i], change, 2e-4 * std::max(1.0, std::abs(change))) << i;
  }
}

class RecurrentBackwardOf : public ::testing::TestWithParam<int32_t> {};
INSTANTIATE_TEST_SUITE_P(Cells, RecurrentBackwardOf, ::testing::Values(4, 3),
                         [](const auto& info) { return info.param == 4 ? "Lstm" : "Gru"; });

TEST_P(RecurrentBackwardOf, HasTheSlopesOfTheTextbook) {
  for (const std::vector<int64_t>& lengths : {std::vector<int64_t>{3, 3}, {2, 4, 1}}) {
    PlainRecurrentLayer layer(GetParam(), lengths, 32, 32);
    BackwardResult result(layer);
    result.run(layer, 0, layer.shape.rows);
    expect_gradient(layer, result, layer.input, result.input);
    expect_gradient(layer, result, layer.hidden, result.hidden);
    if (layer.is_lstm()) expect_gradient(layer, result, layer.cell, result.cell);
  }
}

TEST_P(RecurrentBackwardOf, WritesTheStateBeforeEachToken) {
  const PlainRecurrentLayer layer(GetParam(), {2, 1}, 32, 32);
  BackwardResult result(layer);
  result.run(layer, 0, 2);
  const auto first = layer.run(0);
  for (int64_t j = 0; j < 32; ++j) {
    EXPECT_EQ(result.previous_hidden[j], layer.hidden[j]);
    EXPECT_NEAR(result.previous_hidden[32 + j], first.hidden[j], 2e-6);
    EXPECT_EQ(result.previous_hidden[64 + j], layer.hidden[32 + j]);
  }
}

TEST_P(RecurrentBackwardOf, TakesSomeSentencesAsItTakesAll) {
  const PlainRecurrentLayer layer(GetParam(), {3, 3, 1, 5, 2, 4, 3}, 64, 32);
  BackwardResult whole(layer), parts(layer);
  whole.run(layer, 0, 7);
  for (const auto& [begin, end] : {std::pair{0, 2}, {2, 3}, {3, 7}}) parts.run(layer, begin, end);
  EXPECT_EQ(parts.input, whole.input);
  EXPECT_EQ(parts.hidden, whole.hidden);
  EXPECT_EQ(parts.gate, whole.gate);
}

}  // namespace
}  // namespace lingan::engine::recurrent_backward_test
