#include <lingan/model/layers/token_places.h>

#include <numeric>

namespace lingan {

TokenPlaces::TokenPlaces(int64_t sentences, int64_t length, const torch::Tensor& lengths)
    : sentences_(sentences), length_(length) {
  if (!lengths.defined()) {
    offsets_ = torch::arange(sentences + 1, torch::kInt64) * length;
    return;
  }
  offsets_ = torch::cat({torch::zeros({1}, torch::kInt64), lengths.cumsum(0)});
  const auto* first = offsets_.const_data_ptr<int64_t>();
  if (first[sentences] == sentences * length) return;
  places_ = torch::empty({first[sentences]}, torch::kInt64);
  for (int64_t row = 0; row < sentences; ++row) {
    auto* const own = places_.data_ptr<int64_t>() + first[row];
    std::iota(own, own + first[row + 1] - first[row], row * length);
  }
}

torch::Tensor TokenPlaces::tokens_of(const torch::Tensor& values) const {
  const torch::Tensor rows = values.flatten(0, 1);
  return places_.defined() ? rows.index_select(0, places_) : rows.contiguous();
}

torch::Tensor TokenPlaces::in_places(const torch::Tensor& rows) const {
  const int64_t width = rows.size(1);
  if (!places_.defined()) return rows.view({sentences_, length_, width});
  const torch::Tensor zeros = torch::zeros({sentences_ * length_, width}, rows.options());
  return zeros.index_copy(0, places_, rows).view({sentences_, length_, width});
}

}  // namespace lingan
