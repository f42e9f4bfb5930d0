#include <lingan/model/generators/source_noise.h>

#include <lingan/model/layers/locked_dropout.h>
#include <lingan/model/layers/reversed_tokens.h>
#include <lingan/model/sentences/sentences.h>

namespace lingan {
namespace {

/// Places [B, T] in the order of t + u with u uniform in [0, k + 1): nobody overtakes anyone who is
/// more than k places ahead.
torch::Tensor shuffled_places(const torch::Tensor& lengths, int64_t width, int64_t k) {
  const auto floats = torch::dtype(torch::kFloat32).device(lengths.device());
  const torch::Tensor drawn = torch::rand({lengths.size(0), width}, floats) * (k + 1);
  // The end, and what comes after it, begin where the last word's number ends.
  const torch::Tensor is_word = inside(lengths - 1, width);
  const torch::Tensor moved = torch::where(is_word, drawn, torch::full({}, k + 1, floats));
  return std::get<1>(torch::sort(torch::arange(width, floats) + moved, /*stable=*/true, 1, false));
}

}  // namespace

torch::Tensor noisy_source(const torch::Tensor& vectors, const torch::Tensor& lengths,
                           SourceNoise noise) {
  const torch::Tensor kept = word_dropout(vectors, noise.dropout);
  if (noise.shuffle == 0) return kept;
  return rearranged(kept, shuffled_places(lengths, vectors.size(1), noise.shuffle));
}

}  // namespace lingan
