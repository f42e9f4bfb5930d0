/// A recipe for the text at hand.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include <lingan/base/token_batch.h>
#include <lingan/gan/recipe/recipe.h>

namespace lingan {

/// What networks take from the text that they are trained on.
struct DataSizes {
  int64_t vocabulary_size = 0;  ///< V
  SpecialTokens specials = {};
  int32_t length = 0;                         ///< T: longest sentence in tokens, eos counted
  std::vector<int64_t> label_sentences = {};  ///< to train on, of each label; empty: none has one
  std::shared_ptr<const SourceTable> sources = nullptr;  ///< null: there are none
};

/// What a generator that reads D's features takes from D.
LeakedFeatures leaked_features(const DiscriminatorOptions& discriminator);

/// The recipe with the sizes filled in, as make_players takes it.
Recipe fitted_recipe(Recipe recipe, const DataSizes& sizes);

}  // namespace lingan
