#include <lingan/gan/objectives/constrained_critic.h>

#include <lingan/base/error.h>

namespace lingan {
namespace {

constexpr char kMultiplierKey[] = "multiplier";

}  // namespace

torch::Tensor ConstrainedCritic::discriminator_loss(Discriminator& d, const Sentences& real,
                                                    const Sentences& fake, RandomStream) const {
  const auto distance = mean_output(d, fake) - mean_output(d, real);
  const auto slack = 1 - constraint(d, real, fake);
  const auto multiplier = multiplier_.to(slack.options());
  return distance - multiplier * slack + rho_ / 2 * slack.square();
}

void ConstrainedCritic::after_discriminator_step(Discriminator& d, const Sentences& real,
                                                 const Sentences& fake) {
  const auto excess = constraint(d, real, fake).detach().to(torch::kFloat64) - 1;
  multiplier_ = multiplier_.to(excess.device()) + rho_ * excess;
}

std::map<std::string, torch::Tensor> ConstrainedCritic::state() const {
  return {{kMultiplierKey, multiplier_.cpu().view({1})}};
}

void ConstrainedCritic::restore(const std::map<std::string, torch::Tensor>& state) {
  const auto multiplier = state.find(kMultiplierKey);
  if (multiplier == state.end() || multiplier->second.numel() != 1) {
    throw InputError("the saved state lacks the objective's " + std::string(kMultiplierKey));
  }
  multiplier_ = multiplier->second.to(torch::kFloat64).reshape({}).clone();
}

}  // namespace lingan
