#include <lingan/engine/training/recurrent_layer.h>

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <vector>

#include <lingan/base/parallel.h>
#include <lingan/base/random.h>

namespace lingan::recurrent_layer_test {
namespace {

struct Sizes {
  int32_t gates;
  std::vector<int64_t> lengths;  // of sentences
  int64_t inputs, width;
};

/// A layer with its output and gradient.
struct Layer {
  explicit Layer(const Sizes& sizes) : offsets(sizes.lengths.size() + 1) {
    std::partial_sum(sizes.lengths.begin(), sizes.lengths.end(), offsets.begin() + 1);
    shape = {sizes.gates, static_cast<int64_t>(sizes.lengths.size()), offsets.data(), sizes.inputs,
             sizes.width};
    const engine::RecurrentShape& s = shape;
    const int64_t tokens = s.tokens();
    input = draw(tokens * s.inputs);
    initial_hidden = draw(s.rows * s.width);
    initial_cell = draw(s.rows * s.width);
    weights = {draw(s.outputs() * s.inputs, 0.2), draw(s.outputs() * s.width, 0.2),
               draw(s.outputs()), draw(s.outputs())};
    hidden.assign(tokens * s.width, NAN);
    cells.assign(tokens * s.width, NAN);
    gates.assign(tokens * 4 * s.width, NAN);
    hidden_slope = draw(tokens * s.width);
    cell_slope = draw(s.rows * s.width);
    input_gradient.assign(input.size(), NAN);
    hidden_gradient.assign(initial_hidden.size(), NAN);
    cell_gradient.assign(initial_cell.size(), NAN);
    for (const auto& weight : weights) gradients.emplace_back(weight.size(), NAN);
  }

  void solve() {
    run();
    engine::recurrent_layer_gradient(task(), states(),
                                     {.hidden = hidden_slope.data(),
                                      .last_cell = is_lstm() ? cell_slope.data() : nullptr,
                                      .initial_hidden = hidden_gradient.data(),
                                      .initial_cell = is_lstm() ? cell_gradient.data() : nullptr,
                                      .input = input_gradient.data(),
                                      .input_weight = gradients[0].data(),
                                      .recurrent_weight = gradients[1].data(),
                                      .input_bias = gradients[2].data(),
                                      .recurrent_bias = gradients[3].data()});
  }

  void run() { engine::recurrent_layer(task(), states()); }

  /// Sum over all outputs of their slopes times themselves.
  double value() {
    run();
    double sum = 0;
    for (size_t i = 0; i < hidden.size(); ++i) sum += double{hidden[i]} * hidden_slope[i];
    for (int64_t row = 0; is_lstm() && row < shape.rows; ++row) {
      for (int64_t j = 0; j < shape.width; ++j) {
        const int64_t last = (offsets[row + 1] - 1) * shape.width + j;
        sum += double{cells[last]} * cell_slope[row * shape.width + j];
      }
    }
    return sum;
  }

  /// Expects `gradient` to be how value() changes with `values`.
  void expect_gradient(std::vector<float>& values, const std::vector<float>& gradient) {
    constexpr float kStep = 1e-2f;
    for (size_t i = 0; i < values.size(); i += 1 + values.size() / 50) {
      const float middle = values[i];
      values[i] = middle + kStep;
      const double above = value();
      values[i] = middle - kStep;
      const double below = value();
      values[i] = middle;
      const double change = (above - below) / (2.0 * kStep);
      ASSERT_NEAR(gradient[i], change, 2e-3 * std::max(1.0, std::abs(change))) << i;
    }
  }

  bool is_lstm() const { return shape.is_lstm(); }

  std::vector<float> draw(int64_t count, double range = 1.0) {
    const RandomStream stream{3, Purpose::kInitialize, drawn++};
    std::vector<float> values;
    for (int64_t i = 0; i < count; ++i) {
      values.push_back(static_cast<float>(range * (2 * stream.uniform(i, 0) - 1)));
    }
    return values;
  }

  engine::RecurrentLayerTask task() const {
    return {shape,
            input.data(),
            initial_hidden.data(),
            is_lstm() ? initial_cell.data() : nullptr,
            {weights[0].data(), weights[1].data(), weights[2].data(), weights[3].data()}};
  }
  engine::RecurrentLayerStates states() {
    return {hidden.data(), is_lstm() ? cells.data() : nullptr, gates.data()};
  }

  uint32_t drawn = 0;
  std::vector<int64_t> offsets;
  engine::RecurrentShape shape;
  std::vector<float> input, initial_hidden, initial_cell;
  std::vector<std::vector<float>> weights;
  std::vector<float> hidden, cells, gates, hidden_slope, cell_slope;
  std::vector<float> input_gradient, hidden_gradient, cell_gradient;
  std::vector<std::vector<float>> gradients;
};

class RecurrentLayer : public ::testing::TestWithParam<int32_t> {
 protected:
  ~RecurrentLayer() override { set_thread_count(0); }
};

TEST_P(RecurrentLayer, HasTheGradientOfFiniteDifferences) {
  for (const std::vector<int64_t>& lengths : {std::vector<int64_t>{4, 4, 4}, {2, 5, 1, 3}}) {
    Layer layer({GetParam(), lengths, 32, 32});
    layer.solve();
    layer.expect_gradient(layer.input, layer.input_gradient);
    layer.expect_gradient(layer.initial_hidden, layer.hidden_gradient);
    if (layer.is_lstm()) layer.expect_gradient(layer.initial_cell, layer.cell_gradient);
    for (size_t i = 0; i < layer.weights.size(); ++i) {
      layer.expect_gradient(layer.weights[i], layer.gradients[i]);
    }
  }
}

std::vector<int64_t> even(size_t rows, int64_t length) {
  return std::vector<int64_t>(rows, length);
}

std::vector<int64_t> uneven(size_t rows) {
  std::vector<int64_t> lengths;
  for (size_t row = 0; row < rows; ++row) lengths.push_back(static_cast<int64_t>(row * 5 % 7 + 1));
  return lengths;
}

TEST_P(RecurrentLayer, DoesNotDependOnTheNumberOfThreads) {
  for (const auto& lengths : {even(37, 5), uneven(37)}) {
    set_thread_count(1);
    Layer one({GetParam(), lengths, 64, 96});
    one.solve();
    for (const int threads : {2, 3, 8}) {
      set_thread_count(threads);
      Layer other({GetParam(), lengths, 64, 96});
      other.solve();
      EXPECT_EQ(one.hidden, other.hidden);
      EXPECT_EQ(one.input_gradient, other.input_gradient);
      EXPECT_EQ(one.hidden_gradient, other.hidden_gradient);
      EXPECT_EQ(one.gradients, other.gradients);
    }
  }
}

/// Whatever the lengths of others: the sentences, one after the other, by a layer of one sentence.
TEST_P(RecurrentLayer, RunsASentenceOfItsOwnLength) {
  Layer all({GetParam(), uneven(11), 32, 64});
  all.run();
  for (int64_t row = 0; row < 11; ++row) {
    const int64_t first = all.offsets[row], end = all.offsets[row + 1];
    Layer alone({GetParam(), {end - first}, 32, 64});
    alone.weights = all.weights;
    std::copy_n(all.input.begin() + first * 32, (end - first) * 32, alone.input.begin());
    std::copy_n(all.initial_hidden.begin() + row * 64, 64, alone.initial_hidden.begin());
    std::copy_n(all.initial_cell.begin() + row * 64, 64, alone.initial_cell.begin());
    alone.run();
    EXPECT_EQ(alone.hidden,
              std::vector<float>(all.hidden.begin() + first * 64, all.hidden.begin() + end * 64));
  }
}

TEST_P(RecurrentLayer, TreatsEachSentenceAlone) {
  Layer all({GetParam(), even(11, 6), 32, 64});
  all.run();
  Layer first({GetParam(), even(11, 6), 32, 64});
  first.shape.rows = 1;
  first.run();
  EXPECT_EQ(std::vector<float>(first.hidden.begin(), first.hidden.begin() + 6 * 64),
            std::vector<float>(all.hidden.begin(), all.hidden.begin() + 6 * 64));
}

INSTANTIATE_TEST_SUITE_P(Cells, RecurrentLayer, ::testing::Values(4, 3),
                         [](const auto& info) { return info.param == 4 ? "Lstm" : "Gru"; });

}  // namespace
}  // namespace lingan::recurrent_layer_test
