#include <lingan/model/layers/reversed_tokens.h>

namespace lingan {

torch::Tensor reversed_places(const torch::Tensor& lengths, int64_t width) {
  const auto place = torch::arange(width, lengths.options()).unsqueeze(0);
  const auto mirrored = lengths.unsqueeze(1) - 1 - place;
  return torch::where(mirrored >= 0, mirrored, place);
}

torch::Tensor rearranged(const torch::Tensor& values, const torch::Tensor& places) {
  return values.gather(1, places.unsqueeze(2).expand({-1, -1, values.size(2)}));
}

}  // namespace lingan
