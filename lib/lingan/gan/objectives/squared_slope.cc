#include <lingan/gan/objectives/squared_slope.h>

#include <torch/autograd.h>

namespace lingan {

/// For x = y E the slope in one-hot space is grad_x E^T, whose squared length is
/// grad_x (E^T E) grad_x^T, so that no [B, T, V] tensor is needed.
torch::Tensor squared_slope_at(Discriminator& d, Sentences at, bool embedded) {
  if (!at.vectors.requires_grad()) at.vectors = at.vectors.detach().requires_grad_();
  const auto scores = d.judge(at).per_sentence();
  const auto slope = torch::autograd::grad({scores.sum()}, {at.vectors}, /*grad_outputs=*/{},
                                           /*retain_graph=*/true, /*create_graph=*/true)[0];
  const auto table = d.embeddings();
  const auto measured = embedded ? slope : slope.matmul(table.t().matmul(table));
  return (measured * slope).sum({1, 2}).clamp_min(0);
}

torch::Tensor squared_slope(Discriminator& d, const Sentences& sentences) {
  return squared_slope_at(d, as_points(sentences, d.embeddings()), sentences.vectors.defined());
}

Sentences as_points(const Sentences& sentences, const torch::Tensor& table) {
  Sentences points;
  points.vectors = to_vectors(sentences, table);
  points.lengths = sentences.lengths;
  points.labels = sentences.labels;
  return points;
}

}  // namespace lingan
