/// What a run is trained and validated on.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include <lingan/base/token_batch.h>
#include <lingan/gan/strategies/own_rewards.h>
#include <lingan/model/generators/generator.h>
#include <lingan/model/generators/token_vectors.h>
#include <lingan/model/sentences/source_table.h>

namespace lingan {

/// Sentences, and the numbering of their tokens.
struct TrainingData {
  TokenBatch train;       ///< [N, T]
  TokenBatch validation;  ///< [N', T]; may be empty: training loss is used instead
  SpecialTokens specials;
  int32_t vocabulary_size = 0;
  std::vector<int64_t> label_sentences = {};  ///< how many of `train` have each label; empty: there
                                              ///< are none
  std::shared_ptr<const SourceTable> sources = nullptr;  ///< of all sentences; null: there are none
  std::shared_ptr<Generator> oracle = nullptr;  ///< null on text: the source of the data, for
                                                ///< NLL_oracle
  OwnReward own_reward = nullptr;               ///< for a recipe that takes one, and no other
  TokenVectors vectors = {};                    ///< what embeddings may begin with
};

}  // namespace lingan
