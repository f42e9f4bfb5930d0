/// D judges whether a real sentence looks more real than a fake one: Jolicoeur-Martineau 2018
/// (RSGAN); the loss of RelGAN (Nie, Narodytska & Patel 2019).
#include <lingan/gan/objectives/output_objective.h>

namespace lingan {
namespace {

/// C_r - C_f of pairs [B] or [B, R]; where the batches differ in size, the real sentences are
/// reused cyclically.
torch::Tensor paired_difference(const torch::Tensor& real, const torch::Tensor& fake) {
  if (real.size(0) == fake.size(0)) return real - fake;
  const auto partner = torch::arange(fake.size(0), torch::kInt64).remainder(real.size(0));
  return real.index_select(0, partner.to(real.device())) - fake;
}

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
