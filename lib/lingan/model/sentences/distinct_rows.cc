#include <lingan/model/sentences/distinct_rows.h>

#include <string_view>
#include <unordered_map>

namespace lingan {
namespace {

std::string_view bytes_of_row(const TokenBatch& batch, int64_t row) {
  return {reinterpret_cast<const char*>(batch.tokens.data() + row * batch.width),
          batch.width * sizeof(int32_t)};
}

}  // namespace

DistinctRows distinct_rows(const TokenBatch& batch, std::span<const int64_t> rows) {
  DistinctRows distinct;
  distinct.place.reserve(rows.size());
  std::unordered_map<std::string_view, int64_t> seen;
  seen.reserve(rows.size());
  for (const int64_t row : rows) {
    const auto next = static_cast<int64_t>(distinct.rows.size());
    const auto [entry, is_new] = seen.try_emplace(bytes_of_row(batch, row), next);
    distinct.place.push_back(entry->second);
    if (is_new) distinct.rows.push_back(row);
  }
  return distinct;
}

}  // namespace lingan
