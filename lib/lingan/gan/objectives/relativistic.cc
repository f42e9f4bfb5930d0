/// D judges whether a real sentence looks more real than a fake one: Jolicoeur-Martineau 2018
/// (RSGAN); the loss of RelGAN (Nie, Narodytska & Patel 2019).
#include <lingan/gan/objectives/output_objective.h>
#include <lingan/gan/objectives/paired_difference.h>

namespace lingan {
namespace {

class Relativistic final : public Objective {
 public:
  torch::Tensor discriminator_loss(Discriminator& d, const Sentences& real, const Sentences& fake,
                                   RandomStream) const override {
    return torch::softplus(-paired_difference(d.logits(real), d.logits(fake))).mean();
  }

  torch::Tensor generator_loss(Discriminator& d, const Sentences& real,
                               const Sentences& fake) const override {
    return torch::softplus(paired_difference(d.logits(real), d.logits(fake))).mean();
  }

  /// <ln sigma(C_f - C_r)> over all real sentences: the mean over all ways of pairing.
  SentenceValue reward(Discriminator& d, const Sentences& real, const DrawFakes&) const override {
    const torch::NoGradGuard no_gradient;
    return {.of = [rivals = d.logits(real).unbind(0)](const torch::Tensor& outputs) {
      torch::Tensor sum = torch::zeros_like(outputs);
      for (const torch::Tensor& rival : rivals) sum += torch::log_sigmoid(outputs - rival);
      return per_sentence(sum) / static_cast<double>(rivals.size());
    }};
  }
};

}  // namespace

std::unique_ptr<Objective> make_relativistic(const OptionSet&) {
  return std::make_unique<Relativistic>();
}

}  // namespace lingan
