#include <lingan/engine/rollouts/recurrent_stepper.h>

#include <gtest/gtest.h>

#include <lingan/base/error.h>

#include "tests/engine/small_generator.h"

namespace lingan::engine::recurrent_stepper_test {
namespace {

/// Feeds the same tokens to the stepper and to the plain recurrence; compares the hidden vectors.
void expect_follows_recurrence(Cell cell, const GeneratorShape& shape) {
  const SmallGenerator generator(cell, shape);
  const auto stepper = generator.stepper();
  const std::vector<std::vector<int32_t>> sentences{{1, 5, 9, 9}, {3, 0, 2, 7}, {4, 4, 8, 1}};
  std::vector<PlainRecurrence> plain(sentences.size(), PlainRecurrence(generator));
  std::vector<float> states(sentences.size() * stepper->state_width());
  std::vector<float> hidden(sentences.size() * shape.hidden_width);
  stepper->initial_states(3, states.data());
  for (size_t t = 0; t < 4; ++t) {
    std::vector<int32_t> tokens;
    for (size_t r = 0; r < 3; ++r) {
      tokens.push_back(sentences[r][t]);
      plain[r].feed(tokens.back());
    }
    stepper->advance(tokens, states.data(), hidden.data());
    for (size_t r = 0; r < 3; ++r) {
      for (int64_t j = 0; j < shape.hidden_width; ++j) {
        ASSERT_NEAR(hidden[r * shape.hidden_width + j], plain[r].hidden()[j], 2e-6)
            << "row " << r << " unit " << j << " step " << t;
      }
    }
  }
}

TEST(RecurrentStepper, LstmFollowsTheTextbookRecurrence) {
  expect_follows_recurrence(Cell::kLstm, {50, 7, 9, 1});
  expect_follows_recurrence(Cell::kLstm, {50, 32, 32, 1});
}

TEST(RecurrentStepper, GruFollowsTheTextbookRecurrence) {
  expect_follows_recurrence(Cell::kGru, {50, 7, 9, 1});
  expect_follows_recurrence(Cell::kGru, {50, 32, 33, 1});
}

TEST(RecurrentStepper, StacksLayers) {
  expect_follows_recurrence(Cell::kLstm, {40, 12, 20, 3});
  expect_follows_recurrence(Cell::kGru, {40, 12, 20, 2});
}

TEST(RecurrentStepper, FollowsTheRecurrenceWhereItMakesNoTableOfInputs) {
  expect_follows_recurrence(Cell::kLstm, {4000, 16, 80, 1});
  expect_follows_recurrence(Cell::kGru, {4000, 16, 100, 2});
}

TEST(RecurrentStepper, SaturatedGatesStayFinite) {
  SmallGenerator generator(Cell::kLstm, {10, 4, 4, 1});
  for (float& b : generator.layers[0].input_bias) b = b > 0 ? 1000.0f : -1000.0f;
  const auto stepper = generator.stepper();
  std::vector<float> states(stepper->state_width()), hidden(4);
  stepper->initial_states(1, states.data());
  const std::vector<int32_t> token{3};
  stepper->advance(token, states.data(), hidden.data());
  PlainRecurrence plain(generator);
  plain.feed(3);
  for (int j = 0; j < 4; ++j) EXPECT_NEAR(hidden[j], plain.hidden()[j], 1e-6);
}

TEST(RecurrentStepper, ARowDoesNotDependOnTheRowsBesideIt) {
  const SmallGenerator generator(Cell::kLstm, {60, 16, 24, 2});
  const auto stepper = generator.stepper();
  std::vector<int32_t> tokens;
  for (int i = 0; i < 77; ++i) tokens.push_back(i % 60);
  std::vector<float> states(77 * stepper->state_width(), 0.25f), hidden(77 * 24);
  std::vector<float> alone(stepper->state_width()), alone_hidden(24);
  stepper->advance(tokens, states.data(), hidden.data());
  for (size_t r = 0; r < tokens.size(); ++r) {
    std::fill(alone.begin(), alone.end(), 0.25f);
    stepper->advance(std::span(tokens).subspan(r, 1), alone.data(), alone_hidden.data());
    for (int j = 0; j < 24; ++j) ASSERT_EQ(alone_hidden[j], hidden[r * 24 + j]);
  }
}

TEST(RecurrentStepper, RefusesSizesThatNoGeneratorHas) {
  const SmallGenerator generator(Cell::kLstm, {10, 4, 4, 1});
  const auto refused = [&](auto&& change) {
    RecurrentWeights weights = generator.weights();
    change(weights);
    EXPECT_THROW(RecurrentStepper{weights}, UsageError);
  };
  refused([](RecurrentWeights& w) { w.gates = 2; });
  refused([](RecurrentWeights& w) { w.layer_count = 0; });
  refused([](RecurrentWeights& w) { w.layer_count = kMaxRecurrentLayers + 1; });
  refused([](RecurrentWeights& w) { w.vocabulary = 0; });
  refused([](RecurrentWeights& w) { w.embedding_width = 0; });
  refused([](RecurrentWeights& w) { w.hidden_width = -4; });
}

}  // namespace
}  // namespace lingan::engine::recurrent_stepper_test
