#include <lingan/model/sentences/own_sources.h>

#include <lingan/base/random_permutation.h>

namespace lingan {

std::shared_ptr<const SourceTable> own_sources(const TokenBatch& sentences) {
  auto table = std::make_shared<SourceTable>();
  table->sentences = sentences;
  const auto rows = static_cast<uint64_t>(sentences.rows);
  const RandomPermutation places(rows, {0, Purpose::kShuffle, 0});
  for (uint64_t i = 0; i < rows; ++i) {
    table->sampled.push_back(static_cast<int32_t>(places.at(i)));
  }
  return table;
}

}  // namespace lingan
