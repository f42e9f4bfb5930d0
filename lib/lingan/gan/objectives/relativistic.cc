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

class Relativistic final : public OutputObjective {
 public:
  torch::Tensor discriminator_loss(Discriminator& d, const Sentences& real, const Sentences& fake,
                                   RandomStream) const override {
    return torch::softplus(-paired_difference(d.logits(real), d.logits(fake))).mean();
  }

  torch::Tensor generator_loss(Discriminator& d, const Sentences& real,
                               const Sentences& fake) const override {
    return torch::softplus(paired_difference(d.logits(real), d.logits(fake))).mean();
  }

  /// ln sigma(C_f - <C_r>): compared with the average real sentence, so that the reward of a
  /// sentence does not hang on which real one it is paired with.
  torch::Tensor output_reward(const torch::Tensor& fake, const torch::Tensor& real) const override {
    return per_sentence(torch::log_sigmoid(fake - real.mean(0)));
  }
};

}  // namespace

std::unique_ptr<Objective> make_relativistic(const OptionSet&) {
  return std::make_unique<Relativistic>();
}

}  // namespace lingan
