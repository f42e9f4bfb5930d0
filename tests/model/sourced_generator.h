/// A generator that reads sources, for tests.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include <lingan/model/generators/generator.h>
#include <lingan/model/generators/generator_cards.h>

namespace lingan::testing {

/// Four sources of 1 to 3 tokens over 2 (the end) to 5; numbers 2, 0 and 3 are sampled.
inline std::shared_ptr<SourceTable> small_sources() {
  auto table = std::make_shared<SourceTable>();
  table->sentences = TokenBatch::filled(4, 3, 0);
  table->sentences.tokens = {3, 2, 0, 4, 5, 2, 2, 0, 0, 5, 2, 0};
  table->sentences.lengths = {2, 3, 1, 2};
  table->sampled = {2, 0, 3};
  return table;
}

inline GeneratorOptions sourced_options(std::string_view cell) {
  GeneratorOptions options;
  options.cell = cell;
  options.vocabulary_size = 6;
  options.embedding_width = 4;
  options.hidden_width = 8;
  options.layers = cell == "relational-memory" ? 1 : 2;
  options.length = 5;
  options.initial_range = 0.8;
  options.source = "encoder";
  options.sources = small_sources();
  return options;
}

inline std::shared_ptr<Generator> sourced_generator(std::string_view cell) {
  auto generator = make_generator(sourced_options(cell), {3, Purpose::kInitialize, 0});
  generator->eval();
  return generator;
}

/// A generator whose sentences are their own sources, with one of two labels; those of
/// small_sources() have labels 0, 1, 1 and 0.
inline std::shared_ptr<Generator> rewriting_generator(std::string_view cell) {
  GeneratorOptions options = sourced_options(cell);
  const auto sources = small_sources();
  sources->sentences.labels = {0, 1, 1, 0};
  options.sources = sources;
  options.source = "itself";
  options.labels = "condition";
  options.label_sentences = {2, 2};
  auto generator = make_generator(options, {3, Purpose::kInitialize, 0});
  generator->eval();
  return generator;
}

/// Cells that take one token after the other, and read no discriminator.
inline std::vector<std::string> autoregressive_cells() {
  std::vector<std::string> cells;
  for (const GeneratorCard& card : generators()) {
    if (card.autoregressive && !card.reads_discriminator) cells.emplace_back(card.name);
  }
  return cells;
}

}  // namespace lingan::testing
