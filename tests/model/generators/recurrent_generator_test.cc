#include <lingan/model/generators/recurrent_generator.h>

#include <torch/nn/modules/rnn.h>

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include <lingan/model/sentences/sentences.h>

#include "tests/model/tiny_generator.h"

namespace lingan::recurrent_generator_test {
namespace {

using testing::made;
using testing::tiny_sentences;

GeneratorOptions two_layers(std::string_view cell) {
  GeneratorOptions options = testing::tiny_generator(cell);
  options.embedding_width = 5;
  options.layers = 2;
  return options;
}

/// A module of torch's with the weights of a generator, which have its names.
template <class Cell, class Options>
Cell torch_cell(const Generator& generator) {
  const GeneratorOptions& options = generator.options();
  Cell cell(Options(options.embedding_width, options.hidden_width)
                .num_layers(options.layers)
                .batch_first(true));
  const torch::NoGradGuard no_gradient;
  for (auto& item : cell->named_parameters()) {
    item.value().copy_(generator.named_parameters()[item.key()]);
  }
  return cell;
}

/// What is fed: bos, then all tokens but the last.
torch::Tensor fed(const Generator& generator, const torch::Tensor& tokens) {
  const auto bos =
      torch::full({tokens.size(0), 1}, generator.options().specials.bos, torch::kInt64);
  return torch::embedding(generator.embeddings(), torch::cat({bos, tokens.slice(1, 0, -1)}, 1));
}

TEST(RecurrentGenerator, HasTheStatesOfTorchsCells) {
  const torch::NoGradGuard no_gradient;
  const auto tokens = to_sentences(tiny_sentences()).tokens;
  const auto lstm = made(two_layers("lstm"), 5), gru = made(two_layers("gru"), 5);
  const auto by_lstm = std::get<0>(
      torch_cell<torch::nn::LSTM, torch::nn::LSTMOptions>(*lstm)->forward(fed(*lstm, tokens)));
  EXPECT_TRUE(torch::allclose(lstm->hidden(tokens), by_lstm, 1e-5, 1e-6));
  const auto by_gru = std::get<0>(
      torch_cell<torch::nn::GRU, torch::nn::GRUOptions>(*gru)->forward(fed(*gru, tokens)));
  EXPECT_TRUE(torch::allclose(gru->hidden(tokens), by_gru, 1e-5, 1e-6));
}

TEST(RecurrentGenerator, BeginsWithZerosOfEachLayer) {
  for (const auto& [cell, states] : {std::pair{"lstm", 2}, {"gru", 1}}) {
    const auto state = made(two_layers(cell), 5)->initial_state(3);
    ASSERT_EQ(state.size(), static_cast<size_t>(states)) << cell;
    for (const torch::Tensor& tensor : state) {
      EXPECT_EQ(tensor.sizes(), (at::IntArrayRef{2, 3, 8})) << cell;
      EXPECT_EQ(tensor.abs().max().item<float>(), 0) << cell;
    }
  }
}

/// Rollouts are of the weights as they were: training goes on beside them.
TEST(RecurrentGenerator, GivesRolloutsOfACopyOfItsWeights) {
  const auto generator = made(two_layers("gru"), 5);
  const auto rollouts = generator->rollouts(generator->options().specials);
  const auto before = rollouts->log_probabilities(tiny_sentences());
  {
    const torch::NoGradGuard no_gradient;
    for (torch::Tensor& weight : generator->parameters()) weight.mul_(0.5);
  }
  EXPECT_EQ(rollouts->log_probabilities(tiny_sentences()), before);
  EXPECT_NE(generator->rollouts(generator->options().specials)->log_probabilities(tiny_sentences()),
            before);
}

}  // namespace
}  // namespace lingan::recurrent_generator_test
