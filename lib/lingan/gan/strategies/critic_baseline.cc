/// A baseline that is learned: the critic, trained by the rewards of every step (Bahdanau et al.
/// 2017; Ranzato et al. 2016 by the generator's own states).
#include <lingan/model/critic.h>

#include <lingan/gan/strategies/baseline.h>

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
    const auto values = critic_->forward(step.tokens);
    const auto errors = (values - step.rewards).square() * step.mask;
    step.descend(errors.sum() / step.mask.sum().clamp_min(1));
    return values.detach();
  }

 private:
  std::shared_ptr<Critic> critic_;
};

}  // namespace

std::unique_ptr<Baseline> make_critic_baseline(double) {
  return std::make_unique<CriticBaseline>();
}

}  // namespace lingan
