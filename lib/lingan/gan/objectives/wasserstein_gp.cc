/// Earth mover's distance with a critic held near slope 1 by a gradient penalty:
/// Gulrajani et al. 2017, eq. 3.
#include <algorithm>
#include <vector>

#include <lingan/gan/objectives/output_objective.h>
#include <lingan/gan/objectives/squared_slope.h>
#include <lingan/gan/objectives/wasserstein_gp.h>
#include <lingan/model/sentences/sentences.h>

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

/// <(||grad C|| - 1)^2>.
torch::Tensor gradient_penalty(Discriminator& d, const Sentences& real, const Sentences& fake,
                               RandomStream noise) {
  const Sentences between = interpolate(real, fake, d.embeddings(), noise);
  const bool embedded = real.vectors.defined() || fake.vectors.defined();
  constexpr double kTiny = 1e-12;  // keeps the square root differentiable where the slope is zero
  const auto norm = (squared_slope_at(d, between, embedded) + kTiny).sqrt();
  return (norm - 1).square().mean();
}

class WassersteinGp final : public OutputObjective {
 public:
  explicit WassersteinGp(double weight) : weight_(weight) {}

  torch::Tensor discriminator_loss(Discriminator& d, const Sentences& real, const Sentences& fake,
                                   RandomStream noise) const override {
    auto distance = mean_output(d, fake) - mean_output(d, real);
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
