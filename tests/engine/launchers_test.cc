// Every kernel body through each launcher that this machine has: the scalar bodies that the CUDA
// launcher instantiates, and the vector code of the CPU launcher, give the same results.
#include <gtest/gtest.h>

#include <random>

#include <lingan/engine/kernels/draw_row.h>
#include <lingan/engine/kernels/recurrent_unit.h>
#include <lingan/engine/token_drawer.h>

#include "tests/engine/small_generator.h"

namespace lingan::engine {
namespace {

RecurrentLayerView view(const SmallGenerator& generator) {
  const auto& l = generator.layers.front();
  return {l.input_weight.data(),   l.recurrent_weight.data(),       l.input_bias.data(),
          l.recurrent_bias.data(), generator.shape.embedding_width, generator.shape.hidden_width};
}

void expect_equal_steps(Cell cell, int64_t width) {
  const SmallGenerator generator(cell, {40, 11, width, 1});
  const auto stepper = generator.stepper();
  const auto layer = view(generator);
  std::vector<float> states(stepper->state_width()), hidden(width), h(width, 0.0f), c(width, 0.0f);
  stepper->initial_states(1, states.data());
  for (int32_t token : {1, 17, 3, 39, 0}) {
    stepper->advance(std::vector<int32_t>{token}, states.data(), hidden.data());
    const float* x = generator.embeddings.data() + token * 11;
    const auto old = h;
    for (int64_t j = 0; j < width; ++j) {
      h[j] = cell == Cell::kLstm ? lstm_unit(layer, j, x, old.data(), c[j])
                                 : gru_unit(layer, j, x, old.data());
    }
    for (int64_t j = 0; j < width; ++j) ASSERT_NEAR(hidden[j], h[j], 2e-6) << "unit " << j;
  }
}

TEST(Launchers, AgreeOnLstmSteps) {
  for (int64_t width : {1, 16, 21, 64}) expect_equal_steps(Cell::kLstm, width);
}

TEST(Launchers, AgreeOnGruSteps) {
  for (int64_t width : {1, 16, 21, 64}) expect_equal_steps(Cell::kGru, width);
}

TEST(Launchers, AgreeOnDraws) {
  for (int64_t width : {1, 24, 90}) {
    const SmallGenerator generator(Cell::kLstm, {700, 4, width, 1});
    const OutputLayer layer(generator.output_weight, generator.output_bias);
    const OutputView view{generator.output_weight.data(), generator.output_bias.data(), 700, width};
    TokenDrawer drawer(layer, {.temperature = 0.8});
    std::mt19937 random(2);
    std::normal_distribution<float> normal;
    std::vector<float> hidden(50 * width);
    for (float& value : hidden) value = 0.3f * normal(random);
    std::vector<double> uniforms(50);
    for (double& u : uniforms) u = std::uniform_real_distribution<double>()(random);
    std::vector<DrawnToken> drawn(50);
    drawer.draw(hidden.data(), 1, uniforms, drawn.data());
    for (int r = 0; r < 50; ++r) {
      const RowDraw body = draw_row(view, &hidden[r * width], 1.25f, uniforms[r]);
      ASSERT_EQ(body.token, drawn[r].token);
      ASSERT_NEAR(body.log_probability, drawn[r].log_probability, 2e-5);
    }
  }
}

}  // namespace
}  // namespace lingan::engine
