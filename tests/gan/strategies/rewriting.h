/// A generator that writes sentences again, by torch's own layers and one token after the other.
#pragma once

#include <string>
#include <vector>

#include "tests/gan/toy.h"

namespace lingan::testing {

/// The state before the first token of a sentence made of a source.
/// @param source  [S, E], vectors of its tokens alone.
inline std::vector<torch::Tensor> state_of(Generator& generator, const torch::Tensor& source) {
  const auto named = generator.named_parameters();
  std::vector<torch::Tensor> weights;
  for (const char* name : {"weight_ih_l0", "weight_hh_l0", "bias_ih_l0", "bias_hh_l0"}) {
    weights.push_back(named[std::string("source_") + name]);
  }
  const int64_t width = weights[1].size(1);
  const auto zeros = torch::zeros({1, 1, width}, source.options());
  const auto last = std::get<1>(
      torch::gru(source.unsqueeze(0), zeros, weights, true, 1, 0.0, false, false, true));
  auto state = generator.initial_state(1);
  state.front() = torch::tanh(last[0].matmul(named["source_weight"].t())).view_as(state.front());
  return state;
}

/// ln p of a row of hard sentences after a source, told the row's label.
inline double log_likelihood_of_row(Generator& generator, const Sentences& sentences, int64_t row,
                                    const torch::Tensor& source) {
  auto state = state_of(generator, source);
  const auto labels = generator.named_parameters()["label_embedding"];
  auto fed = labels[sentences.labels[row].item<int64_t>()].unsqueeze(0);
  double sum = 0;
  for (int64_t t = 0; t < sentences.lengths[row].item<int64_t>(); ++t) {
    const int64_t token = sentences.tokens[row][t].item<int64_t>();
    sum += torch::log_softmax(generator.step(fed, state), 1)[0][token].item<double>();
    fed = generator.embeddings()[token].unsqueeze(0);
  }
  return sum;
}

}  // namespace lingan::testing
