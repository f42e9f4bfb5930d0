/// Earth mover's distance with a critic held near slope 1 by a gradient penalty:
/// Gulrajani et al. 2017, eq. 3.
#include <algorithm>
#include <vector>

#include <torch/autograd.h>

#include <lingan/gan/objectives/output_objective.h>
#include <lingan/gan/objectives/wasserstein_gp.h>
#include <lingan/model/sentences.h>

namespace lingan {
namespace {

constexpr uint32_t kAlphaPosition = 0xFFFFFFFF;  // apart from the noise of tokens

/// A point between each real and each fake sentence, uniform on the segment.
Sentences interpolate(const Sentences& real, const Sentences& fake, const torch::Tensor& table,
                      RandomStream noise) {
  const auto real_vectors = to_vectors(real, table);
  const auto fake_vectors = to_vectors(fake, table);
  const int64_t rows = std::min(real_vectors.size(0), fake_vectors.size(0));
  std::vector<double> share(static_cast<size_t>(rows));
  for (int64_t row = 0; row < rows; ++row) share[row] = noise.uniform(row, kAlphaPosition);
  const auto alpha = torch::tensor(share, real_vectors.options()).view({rows, 1, 1});
  Sentences between;
  between.vectors =
      alpha * real_vectors.narrow(0, 0, rows) + (1 - alpha) * fake_vectors.narrow(0, 0, rows);
  if (real.lengths.defined() && fake.lengths.defined()) {
    between.lengths =
        torch::maximum(real.lengths.narrow(0, 0, rows), fake.lengths.narrow(0, 0, rows));
  }
  return between;
}

/// <(||grad C|| - 1)^2>. The slope is the one in one-hot space, where the segments of tokens and of
/// softmax rows lie: for x = y E it is grad_x E^T, whose squared length is grad_x (E^T E) grad_x^T,
/// so that no [B, T, V] tensor is needed. Only sentences given as vectors are measured in D's own
/// space.
torch::Tensor gradient_penalty(Discriminator& d, const Sentences& real, const Sentences& fake,
                               RandomStream noise) {
  const auto table = d.embeddings();
  Sentences between = interpolate(real, fake, table, noise);
  if (!between.vectors.requires_grad()) between.vectors.requires_grad_();
  const auto scores = per_sentence(d.logits(between));
  const auto slope = torch::autograd::grad({scores.sum()}, {between.vectors}, /*grad_outputs=*/{},
                                           /*retain_graph=*/true, /*create_graph=*/true)[0];
  const bool embedded = real.vectors.defined() || fake.vectors.defined();
  const auto measured = embedded ? slope : slope.matmul(table.t().matmul(table));
  constexpr double kTiny = 1e-12;  // keeps the square root differentiable where the slope is zero
  const auto norm = ((measured * slope).sum({1, 2}).clamp_min(0) + kTiny).sqrt();
  return (norm - 1).square().mean();
}

class WassersteinGp final : public OutputObjective {
 public:
  explicit WassersteinGp(double weight) : weight_(weight) {}

  torch::Tensor discriminator_loss(Discriminator& d, const Sentences& real, const Sentences& fake,
                                   RandomStream noise) const override {
    auto distance = d.logits(fake).mean() - d.logits(real).mean();
    if (weight_ == 0) return distance;
    return distance + weight_ * gradient_penalty(d, real, fake, noise);
  }

 private:
  torch::Tensor cost(const torch::Tensor& outputs) const override { return -outputs; }

  double weight_;  // lambda, >= 0
};

}  // namespace

std::unique_ptr<Objective> make_wasserstein_gp(const OptionSet& options) {
  return std::make_unique<WassersteinGp>(options.get<WassersteinGpOptions>().gradient_penalty);
}

}  // namespace lingan
