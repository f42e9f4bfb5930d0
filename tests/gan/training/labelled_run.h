/// A small run on sentences of which few have a label.
#pragma once

#include <string>
#include <vector>

#include <lingan/base/labelled_sentences.h>

#include "tests/gan/training/small_run.h"

namespace lingan::testing {

/// Sentences of the words 4..6, of label 0, and of 7..9, of label 1, by turns.
inline TokenBatch two_kinds(int64_t rows) {
  TokenBatch batch = TokenBatch::filled(rows, 6, 2);
  for (int64_t row = 0; row < rows; ++row) {
    const auto label = static_cast<int32_t>(row % 2);
    for (int32_t t = 0; t < 5; ++t) {
      batch.tokens[row * 6 + t] = 4 + 3 * label + static_cast<int32_t>((row / 2 + t) % 3);
    }
    batch.lengths[row] = 6;
    batch.labels.push_back(label);
  }
  return batch;
}

/// Of the sentences to train on, as many as `labelled` from the first on have their label.
inline TrainingData few_labels(int64_t labelled) {
  TrainingData data{.train = two_kinds(64),
                    .validation = two_kinds(16),
                    .specials = SpecialTokens{},
                    .vocabulary_size = 10,
                    .label_sentences = {(labelled + 1) / 2, labelled / 2}};
  for (int64_t row = labelled; row < 64; ++row) data.train.labels[row] = kUnknownLabel;
  return data;
}

inline Recipe semi_supervised_recipe(const std::string& strategy = "gumbel-softmax") {
  Recipe recipe = small_recipe(strategy);
  recipe.objective = "semi-supervised";
  return recipe;
}

}  // namespace lingan::testing
