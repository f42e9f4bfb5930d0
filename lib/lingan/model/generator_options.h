/// The options of generators, apart from their networks: recipes read them without torch.
#pragma once

#include <cstdint>
#include <span>
#include <string>

#include <lingan/base/option_table.h>
#include <lingan/base/token_batch.h>

namespace lingan {

/// The size of a generator; the `[generator]` table of a recipe, but for what comes with the text.
struct GeneratorOptions {
  std::string cell = "lstm";     ///< a name in generators()
  int64_t vocabulary_size = 0;   ///< V, from the tokenizer
  int64_t embedding_width = 32;  ///< E
  int64_t hidden_width = 32;     ///< H
  int64_t layers = 1;
  bool tied_embeddings = false;  ///< output weights are the embeddings; needs E = H
  double input_dropout = 0.0;    ///< on embeddings, the same at all positions of a sentence
  double output_dropout = 0.0;   ///< on what each layer gives, likewise
  double word_dropout = 0.0;     ///< whole words of the input
  double initial_range = 0.0;    ///< > 0: all weights normal with this standard deviation (SeqGAN:
                                 ///< 0.1); 0: torch's own initialization
  SpecialTokens specials;        ///< pad and bos get no probability where eos is not -1
  OptionSet own;                 ///< of the cell alone: its card's table, `[generator.CELL]`
};

/// The keys of `[generator]`, with their ranges.
std::span<const OptionKey> generator_keys();

/// What is wrong with options that fit their ranges, naming the key; empty: nothing.
std::string generator_problem(const GeneratorOptions& options);

}  // namespace lingan
