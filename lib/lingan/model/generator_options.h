/// The options of generators, apart from their networks: recipes read them without torch.
#pragma once

#include <cstdint>
#include <string>

#include <lingan/base/token_batch.h>

namespace lingan {

/// The size of a generator; the `[generator]` table of a recipe.
struct GeneratorOptions {
  std::string cell = "lstm";     ///< a name in generators(): `lstm` or `gru`
  int64_t vocabulary_size = 0;   ///< V, from the tokenizer
  int64_t embedding_width = 32;  ///< E, 1..65536
  int64_t hidden_width = 32;     ///< H, 1..65536
  int64_t layers = 1;            ///< 1..16
  bool tied_embeddings = false;  ///< output weights are the embeddings; needs E = H
  double dropout = 0.0;  ///< in [0, 1): on embeddings, between layers and before the output layer
  double initial_range = 0.0;  ///< > 0: all weights normal with this standard deviation (SeqGAN:
                               ///< 0.1); 0: torch's own initialization
  SpecialTokens specials;      ///< pad and bos get no probability where eos is not -1
};

}  // namespace lingan
