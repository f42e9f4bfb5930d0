#include <lingan/model/sentences/holes.h>

#include <algorithm>

namespace lingan {

Holes::Holes(std::shared_ptr<const SourceTable> sources, int32_t bos) {
  if (sources == nullptr) return;
  const TokenBatch& sentences = sources->sentences;
  if (std::ranges::find(sentences.tokens, bos) == sentences.tokens.end()) return;
  const torch::Tensor tokens = torch::tensor(at::ArrayRef<int32_t>(sentences.tokens));
  open_ = tokens.view({sentences.rows, sentences.width}) == bos;
}

torch::Tensor Holes::open(const torch::Tensor& numbers, int64_t width) {
  open_ = open_.to(numbers.device());
  const torch::Tensor own = open_.index_select(0, numbers).to(torch::kFloat32);
  const int64_t missing = width - own.size(1);
  return missing > 0 ? torch::constant_pad_nd(own, {0, missing}) : own.narrow(1, 0, width);
}

}  // namespace lingan
