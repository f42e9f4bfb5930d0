#include <lingan/gan/objectives/squared_slope.h>

#include <torch/autograd.h>

namespace lingan {

/// For x = y E the slope in one-hot space is grad_x E^T, whose squared length is
/// grad_x (E^T E) grad_x^T, so that no [B, T, V] tensor is needed.
torch::Tensor squared_slope_at(Discriminator& d, const torch::Tensor& vectors,
                               const torch::Tensor& lengths, bool embedded) {
  Sentences at;
  at.vectors = vectors.requires_grad() ? vectors : vectors.detach().requires_grad_();
  at.lengths = lengths;
  const auto scores = d.judge(at).per_sentence();
  const auto slope = torch::autograd::grad({scores.sum()}, {at.vectors}, /*grad_outputs=*/{},
                                           /*retain_graph=*/true, /*create_graph=*/true)[0];
  const auto table = d.embeddings();
  const auto measured = embedded ? slope : slope.matmul(table.t().matmul(table));
  return (measured * slope).sum({1, 2}).clamp_min(0);
}

torch::Tensor squared_slope(Discriminator& d, const Sentences& sentences) {
  return squared_slope_at(d, to_vectors(sentences, d.embeddings()), sentences.lengths,
                          sentences.vectors.defined());
}

}  // namespace lingan
