/// D tells which of two sentences is better, or that they are equally good, and G is rewarded for
/// being better than it was: Zhou et al. 2020 (SAL). With s = C(a) - C(b) of D's outputs
///   P(a > b) : P(a = b) : P(a < b) = e^(s / 2) : nu : e^(-s / 2)
/// the model of Davidson 1970 for comparisons with ties, in which a exceeds b as much as b falls
/// short of a. The paper's D is a network that reads both sentences.
#include <lingan/gan/objectives/comparative.h>

#include <cmath>

#include <lingan/gan/objectives/output_objective.h>
#include <lingan/gan/objectives/paired_difference.h>

namespace lingan {
namespace {

/// Each sentence's output less its neighbour's, the last one's less the first one's.
torch::Tensor from_neighbour(const torch::Tensor& outputs) { return outputs - outputs.roll(1, 0); }

class Comparative final : public Objective {
 public:
  explicit Comparative(const ComparativeOptions& options) : options_(options) {}

  /// -<ln P(r > f)> - (<ln P(r = r')> + <ln P(f = f')>) / 2: as many pairs of one kind as of two.
  torch::Tensor discriminator_loss(Discriminator& d, const Sentences& real, const Sentences& fake,
                                   RandomStream) const override {
    const auto of_real = d.logits(real), of_fake = d.logits(fake);
    const auto s = paired_difference(of_real, of_fake);
    const auto is_tie = std::log(options_.tie_weight);
    const auto tie = [&](const torch::Tensor& outputs) {
      return (log_total(from_neighbour(outputs)) - is_tie).mean();
    };
    return (log_total(s) - s / 2).mean() + (tie(of_real) + tie(of_fake)) / 2;
  }

  /// The fakes stand for earlier ones, too, which the gradient leaves as they are.
  torch::Tensor generator_loss(Discriminator& d, const Sentences&,
                               const Sentences& fake) const override {
    const auto outputs = d.logits(fake);
    return -against(outputs, outputs.detach()).mean();
  }

  /// The mean over all comparisons with fakes, which are the generator's earlier ones where the
  /// strategy remembers them.
  SentenceValue reward(Discriminator& d, const Sentences&, const DrawFakes& fakes) const override {
    const torch::NoGradGuard no_gradient;
    return {.of = [comparative = *this, rivals = d.logits(fakes())](const torch::Tensor& outputs) {
      return per_sentence(comparative.against(outputs, rivals));
    }};
  }

 private:
  /// ln(e^(s / 2) + nu + e^(-s / 2)).
  torch::Tensor log_total(const torch::Tensor& s) const {
    const auto size = s.abs() / 2;
    return size + torch::log1p(torch::exp(-2 * size) + options_.tie_weight * torch::exp(-size));
  }

  /// What outputs [n, ...] are worth against those of rivals [m, ...], their mean over the latter.
  torch::Tensor against(const torch::Tensor& outputs, const torch::Tensor& rivals) const {
    torch::Tensor sum = torch::zeros_like(outputs);
    for (const torch::Tensor& rival : rivals.unbind(0)) {
      const auto s = outputs - rival, total = log_total(s);
      const auto better = torch::exp(s / 2 - total), worse = torch::exp(-s / 2 - total);
      sum = sum + options_.better_reward * better + options_.worse_reward * worse +
            options_.tie_reward * (1 - better - worse);
    }
    return sum / static_cast<double>(rivals.size(0));
  }

  ComparativeOptions options_;
};

}  // namespace

std::unique_ptr<Objective> make_comparative(const OptionSet& options) {
  return std::make_unique<Comparative>(options.get<ComparativeOptions>());
}

}  // namespace lingan
