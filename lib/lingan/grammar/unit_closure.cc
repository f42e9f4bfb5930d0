#include <lingan/grammar/unit_closure.h>

#include <algorithm>

namespace lingan {

void UnitClosure::add(int32_t parent, int32_t child, ScaledDouble weight) {
  const auto [entry, added] = rows_[parent].try_emplace(child);
  if (added) parents_[child].push_back(parent);
  entry->second += weight;
}

/// a[i, j] += a[i, k] * a[k, j] / (1 - a[k, k]) for all i and j, with the values of before.
void UnitClosure::eliminate(int32_t pivot) {
  const auto self = rows_[pivot].find(pivot);
  const double loop = self == rows_[pivot].end() ? 0.0 : self->second.value();
  const ScaledDouble star(1.0 / (1.0 - loop));
  const std::vector<std::pair<int32_t, ScaledDouble>> row(rows_[pivot].begin(), rows_[pivot].end());
  const std::vector<int32_t> column = parents_[pivot];
  for (const int32_t parent : column) {
    const ScaledDouble factor = rows_[parent].at(pivot) * star;
    for (const auto& [child, weight] : row) add(parent, child, factor * weight);
  }
}

void UnitClosure::close() {
  for (size_t pivot = 0; pivot < rows_.size(); ++pivot) {
    if (!rows_[pivot].empty() && !parents_[pivot].empty()) eliminate(static_cast<int32_t>(pivot));
  }
  for (std::vector<int32_t>& parents : parents_) std::ranges::sort(parents);
}

}  // namespace lingan
