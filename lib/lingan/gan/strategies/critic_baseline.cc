/// A baseline that is learned: the critic, trained by the rewards of every step (Bahdanau et al.
/// 2017; Ranzato et al. 2016 by the generator's own states).
#include <lingan/gan/strategies/baseline.h>
#include <lingan/gan/strategies/generator_step.h>
#include <lingan/model/generators/critic.h>
#include <lingan/model/optimizers/optimizer.h>

namespace lingan {
namespace {

class CriticBaseline final : public Baseline {
 public:
  std::map<std::string, std::shared_ptr<torch::nn::Module>> make_networks(
      const Generator& generator, RandomStream stream) override {
    critic_ = std::make_shared<Critic>(generator.options(), stream);
    return {{std::string(kCritic), critic_}};
  }

  /// What it says before it learns from these rewards.
  torch::Tensor value(const StepRewards& step) override {
    const torch::Tensor of_average = value_of_average(step);
    const auto values = critic_->forward(step.tokens);
    const auto errors = (values - step.rewards).square() * step.mask;
    const auto loss = errors.sum() / step.mask.sum().clamp_min(1);
    descend(*step.optimizer, loss, step.progress);
    loss_ = loss.detach();
    return of_average.defined() ? of_average : values.detach();
  }

  std::map<std::string, torch::Tensor> figures() const override { return {{"critic-loss", loss_}}; }

 private:
  /// Undefined where no average of its weights is taken.
  torch::Tensor value_of_average(const StepRewards& step) {
    if (step.optimizer->options().average == 0.0) return {};
    const torch::NoGradGuard no_gradient;
    const AveragedWeights averaged(*step.optimizer);
    return critic_->forward(step.tokens);
  }

  std::shared_ptr<Critic> critic_;
  torch::Tensor loss_;  // of the last step
};

}  // namespace

std::unique_ptr<Baseline> make_critic_baseline(double) {
  return std::make_unique<CriticBaseline>();
}

}  // namespace lingan
