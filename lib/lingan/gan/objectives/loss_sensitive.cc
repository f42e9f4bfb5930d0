/// D gives sentences a loss L that is lower for real than for fake ones, by a margin that grows
/// with their distance: Qi 2017 (LS-GAN), eq. 5. L must have a lower bound; here it is
/// softplus(-C).
#include <lingan/gan/objectives/loss_sensitive.h>

#include <lingan/gan/objectives/output_objective.h>
#include <lingan/gan/objectives/paired_difference.h>

namespace lingan {
namespace {

class LossSensitive final : public OutputObjective {
 public:
  explicit LossSensitive(double margin_weight) : margin_weight_(margin_weight) {}

  /// <L(r)> + lambda <(Delta(r, f) + L(r) - L(f))+> over pairs; Delta, the distance of D's
  /// features, is a measure that D does not move.
  torch::Tensor discriminator_loss(Discriminator& d, const Sentences& real, const Sentences& fake,
                                   RandomStream) const override {
    const auto of_real = cost(d.logits(real)), of_fake = cost(d.logits(fake));
    auto distance = paired_difference(d.features(real), d.features(fake)).detach().norm(2, 1);
    if (of_fake.dim() > 1) distance = distance.unsqueeze(1);  // the same for all representations
    const auto missing = torch::relu(distance + paired_difference(of_real, of_fake));
    return of_real.mean() + margin_weight_ * missing.mean();
  }

 private:
  /// L.
  torch::Tensor cost(const torch::Tensor& outputs) const override {
    return torch::softplus(-outputs);
  }

  double margin_weight_;
};

}  // namespace

std::unique_ptr<Objective> make_loss_sensitive(const OptionSet& options) {
  return std::make_unique<LossSensitive>(options.get<LossSensitiveOptions>().margin_weight);
}

}  // namespace lingan
