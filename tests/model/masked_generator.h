/// A generator of masked sentences, for tests.
#pragma once

#include <memory>
#include <string_view>

#include <lingan/model/generators/generator.h>

namespace lingan::testing {

/// Three masked sentences over 2 (the end) and words 3 to 5; 1 is a hole. All are sampled.
inline std::shared_ptr<SourceTable> masked_sources() {
  auto table = std::make_shared<SourceTable>();
  table->sentences = {
      .rows = 3, .width = 4, .tokens = {1, 4, 1, 2, 3, 1, 2, 0, 1, 1, 1, 2}, .lengths = {4, 3, 4}};
  table->sampled = {0, 1, 2};
  return table;
}

inline std::shared_ptr<Generator> masked_generator(std::string_view cell = "lstm") {
  GeneratorOptions options;
  options.cell = cell;
  options.vocabulary_size = 6;
  options.embedding_width = 4;
  options.hidden_width = 8;
  options.length = 4;
  options.initial_range = 0.8;
  options.source = "encoder";
  options.sources = masked_sources();
  auto generator = make_generator(options, {3, Purpose::kInitialize, 0});
  generator->eval();
  return generator;
}

}  // namespace lingan::testing
