/// A recurrent generator's module against the textbook recurrence in double.
#pragma once

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include <lingan/model/generators/generator.h>

#include "tests/engine/small_generator.h"

namespace lingan::testing {

inline std::vector<float> floats_of(const torch::Tensor& tensor) {
  const auto flat = tensor.detach().contiguous();
  return {flat.const_data_ptr<float>(), flat.const_data_ptr<float>() + flat.numel()};
}

/// The same network, written plainly.
inline engine::SmallGenerator plain_copy(const Generator& module, engine::Cell cell) {
  const GeneratorOptions& options = module.options();
  engine::SmallGenerator plain(cell, {.vocabulary = options.vocabulary_size,
                                      .embedding_width = options.embedding_width,
                                      .hidden_width = options.hidden_width,
                                      .layers = static_cast<int>(options.layers)});
  const auto weights = module.named_parameters();
  plain.embeddings = floats_of(weights["embedding"]);
  for (size_t layer = 0; layer < plain.layers.size(); ++layer) {
    const std::string suffix = "_l" + std::to_string(layer);
    plain.layers[layer] = {
        floats_of(weights["weight_ih" + suffix]), floats_of(weights["weight_hh" + suffix]),
        floats_of(weights["bias_ih" + suffix]), floats_of(weights["bias_hh" + suffix])};
  }
  plain.output_weight = floats_of(weights["output_weight"]);
  plain.output_bias = floats_of(weights["output_bias"]);
  return plain;
}

/// Expects the module's logits of every position to be those of the recurrence.
inline void expect_the_textbook(const std::string& cell_name, engine::Cell cell) {
  for (const int64_t layers : {1, 2}) {
    GeneratorOptions options;
    options.cell = cell_name;
    options.vocabulary_size = 11;
    options.embedding_width = 4;
    options.hidden_width = 6;
    options.layers = layers;
    options.specials = {.pad = -1, .bos = 1, .eos = -1, .unk = -1};  // every id may be drawn
    const auto module = make_generator(options, {5, Purpose::kInitialize, 0});
    const auto plain = plain_copy(*module, cell);
    const std::vector<std::vector<int64_t>> sentences = {{3, 1, 4, 1}, {5, 9, 2, 6}};
    for (const auto& sentence : sentences) {
      const auto logits = module->forward(torch::tensor(sentence).unsqueeze(0)).squeeze(0);
      engine::PlainRecurrence recurrence(plain);
      recurrence.feed(options.specials.bos);
      for (int64_t t = 0; t < 4; ++t) {
        const auto expected = recurrence.logits();
        for (int64_t v = 0; v < options.vocabulary_size; ++v) {
          EXPECT_NEAR(logits[t][v].item<double>(), expected[v], 1e-5) << layers << " " << t;
        }
        recurrence.feed(static_cast<int32_t>(sentence[t]));
      }
    }
  }
}

}  // namespace lingan::testing
