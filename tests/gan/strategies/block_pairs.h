/// Queries and items in blocks, for strategies that choose items.
#pragma once

#include <string>
#include <utility>

#include <lingan/base/random.h>
#include <lingan/gan/recipe/recipe.h>
#include <lingan/gan/training/training_data.h>

namespace lingan::testing {

inline constexpr int32_t kBlocks = 3;
inline constexpr int32_t kQueriesOfBlock = 20, kItemsOfBlock = 20;
inline constexpr int32_t kFirstItem = 4;  // after the special tokens

/// Of each query's own 20 items 8 in training and 4 held out, and, as noise, 2 of others in
/// training. Within a block items differ in nothing, so that no ranking finds all that is held out
/// first: 12 items are left, 4 of which count, and precision at 5 is 1/3 at the best in the mean.
inline TrainingData block_pairs() {
  const RandomStream stream{11, Purpose::kSplit, 0};
  TrainingData data;
  data.vocabulary_size = kFirstItem + kBlocks * kItemsOfBlock;
  const auto add = [](TokenBatch& pairs, int32_t query, int32_t item) {
    ++pairs.rows;
    pairs.width = 1;
    pairs.tokens.push_back(kFirstItem + item);
    pairs.lengths.push_back(1);
    pairs.labels.push_back(query);
  };
  for (int32_t query = 0; query < kBlocks * kQueriesOfBlock; ++query) {
    const int32_t block = query / kQueriesOfBlock;
    const auto turn = static_cast<int32_t>(stream.below(kItemsOfBlock, query, 0));
    for (int32_t i = 0; i < 12; ++i) {
      const int32_t item = block * kItemsOfBlock + (turn + 7 * i) % kItemsOfBlock;
      add(i < 8 ? data.train : data.validation, query, item);
    }
    for (uint32_t i = 1; i <= 2; ++i) {
      const auto far = static_cast<int32_t>(stream.below((kBlocks - 1) * kItemsOfBlock, query, i));
      add(data.train, query, ((block + 1) * kItemsOfBlock + far) % (kBlocks * kItemsOfBlock));
    }
  }
  data.label_sentences.assign(kBlocks * kQueriesOfBlock, 10);
  return data;
}

/// A recipe that ships, for a second.
inline Recipe short_recipe(const std::string& name) {
  const std::vector<std::string> settings = {
      "training.batch_size=30", "training.adversarial_rounds=1500", "training.evaluate_every=50",
      "training.evaluate_samples=20"};
  return load_recipe(name, settings);
}

}  // namespace lingan::testing
