/// A generator of seven tokens, and sentences of them, for tests.
#pragma once

#include <memory>
#include <string_view>

#include <lingan/model/generators/generator.h>
#include <lingan/model/generators/generator_cards.h>

namespace lingan::testing {

inline GeneratorOptions tiny_generator(std::string_view cell) {
  GeneratorOptions options;
  options.cell = cell;
  options.vocabulary_size = 7;
  options.embedding_width = 8;
  options.hidden_width = 8;
  options.initial_range = 0.8;
  options.length = 4;
  return options;
}

/// Out of training.
inline std::shared_ptr<Generator> made(const GeneratorOptions& options, uint64_t seed) {
  auto generator = make_generator(options, {seed, Purpose::kInitialize, 0});
  generator->eval();
  return generator;
}

/// Of 3, 4 and 1 tokens; 2 is the end.
inline TokenBatch tiny_sentences() {
  TokenBatch batch = TokenBatch::filled(3, 4, 0);
  batch.tokens = {3, 4, 2, 0, 5, 6, 3, 4, 2, 0, 0, 0};
  batch.lengths = {3, 4, 1};
  return batch;
}

}  // namespace lingan::testing
