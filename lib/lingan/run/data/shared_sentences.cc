#include <lingan/run/data/shared_sentences.h>

#include <algorithm>
#include <string_view>
#include <unordered_set>

namespace lingan {
namespace {

/// A sentence's ids as bytes.
std::string_view bytes_of(const TokenBatch& batch, int64_t row) {
  const auto ids = batch.row(row);
  return {reinterpret_cast<const char*>(ids.data()), ids.size_bytes()};
}

/// How many sentences of some are among others.
int64_t count_shared(const TokenBatch& some, const TokenBatch& others) {
  std::unordered_set<std::string_view> known;
  for (int64_t row = 0; row < others.rows; ++row) known.insert(bytes_of(others, row));
  int64_t shared = 0;
  for (int64_t row = 0; row < some.rows; ++row)
    shared += known.contains(bytes_of(some, row)) ? 1 : 0;
  return shared;
}

/// Sentences, each followed by its source.
TokenBatch with_sources(const TokenBatch& sentences, const TokenBatch& sources) {
  TokenBatch pairs = TokenBatch::filled(sentences.rows, sentences.width + sources.width, 0);
  for (int64_t row = 0; row < sentences.rows; ++row) {
    const auto begin = pairs.tokens.begin() + row * pairs.width;
    std::ranges::copy(sentences.row(row), begin);
    const int32_t source = sentences.labels[static_cast<size_t>(row)];
    std::ranges::copy(sources.row(source), begin + sentences.width);
    pairs.lengths[static_cast<size_t>(row)] = pairs.width;
  }
  return pairs;
}

/// Items, each after its query.
TokenBatch with_queries(const TokenBatch& items) {
  TokenBatch pairs = TokenBatch::filled(items.rows, 2, 0);
  for (int64_t row = 0; row < pairs.rows; ++row) {
    pairs.tokens[static_cast<size_t>(2 * row)] = items.labels[static_cast<size_t>(row)];
    pairs.tokens[static_cast<size_t>(2 * row + 1)] = items.row(row).front();
    pairs.lengths[static_cast<size_t>(row)] = 2;
  }
  return pairs;
}

}  // namespace

int64_t count_in_training(const PreparedData& data, const TokenBatch& held_out) {
  if (data.sources.rows > 0) {
    return count_shared(with_sources(held_out, data.sources),
                        with_sources(data.train, data.sources));
  }
  if (!data.labels.empty() && data.train.width == 1) {
    return count_shared(with_queries(held_out), with_queries(data.train));
  }
  return count_shared(held_out, data.train);
}

}  // namespace lingan
