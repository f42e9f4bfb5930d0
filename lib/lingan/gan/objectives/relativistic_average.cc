/// D judges whether a sentence looks more real than the other kind does on average:
/// Jolicoeur-Martineau 2018 (RaSGAN), sec. 4.2.
#include <lingan/gan/objectives/output_objective.h>

namespace lingan {
namespace {

/// <softplus(-(C_a - <C_b>))> + <softplus(C_b - <C_a>)>: that `above` looks the more real.
torch::Tensor average_loss(const Judgement& above, const Judgement& below) {
  const auto mean_above = above.mean(above.outputs), mean_below = below.mean(below.outputs);
  return above.mean(torch::softplus(mean_below - above.outputs)) +
         below.mean(torch::softplus(below.outputs - mean_above));
}

class RelativisticAverage final : public Objective {
 public:
  torch::Tensor discriminator_loss(Discriminator& d, const Sentences& real, const Sentences& fake,
                                   RandomStream) const override {
    const Judgement of_real = d.judge(real);
    return average_loss(of_real, d.judge(fake));
  }

  torch::Tensor generator_loss(Discriminator& d, const Sentences& real,
                               const Sentences& fake) const override {
    const Judgement of_real = d.judge(real);
    return average_loss(d.judge(fake), of_real);
  }

  /// The fall of the loss per unit of probability moved to a sentence, which counts in one mean and
  /// shifts the other: -softplus(<C_r> - C) + C <sigma(C_r - <C_f>)>.
  SentenceValue reward(Discriminator& d, const Sentences& real,
                       const DrawFakes& fakes) const override {
    const torch::NoGradGuard no_gradient;
    const Judgement of_real = d.judge(real);
    const auto mean_real = of_real.mean(of_real.outputs);
    const auto share = of_real.mean(torch::sigmoid(of_real.outputs - mean_output(d, fakes())));
    return value_of_outputs(d, [mean_real, share](const torch::Tensor& c) {
      return share * c - torch::softplus(mean_real - c);
    });
  }
};

}  // namespace

std::unique_ptr<Objective> make_relativistic_average(const OptionSet&) {
  return std::make_unique<RelativisticAverage>();
}

}  // namespace lingan
