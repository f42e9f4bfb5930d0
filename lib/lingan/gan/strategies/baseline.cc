#include <lingan/gan/strategies/baseline.h>

#include <cmath>

#include <lingan/base/error.h>
#include <lingan/gan/strategies/rollout_rewards.h>

namespace lingan {
namespace {

constexpr char kMeanKey[] = "baseline.mean";
constexpr char kStepsKey[] = "baseline.steps";

class NoBaseline final : public Baseline {
 public:
  torch::Tensor value(const StepRewards& step) override {
    return torch::zeros({1, 1}, step.rewards.options());
  }
};

class MovingAverage final : public Baseline {
 public:
  explicit MovingAverage(double decay) : decay_(decay) {}

  torch::Tensor value(const StepRewards& step) override {
    const auto& rewards = step.rewards;
    const auto& mask = step.mask;
    const double correction = 1 - std::pow(decay_, static_cast<double>(steps_));
    mean_ = mean_.to(rewards.device());
    const auto before = steps_ == 0 ? torch::zeros_like(mean_) : mean_ / correction;
    const auto now = ((rewards * mask).sum() / mask.sum().clamp_min(1)).to(torch::kFloat64);
    mean_ = decay_ * mean_ + (1 - decay_) * now;
    ++steps_;
    return before.to(rewards.options()).unsqueeze(1);
  }

  std::map<std::string, torch::Tensor> state() const override {
    return {{kMeanKey, mean_.cpu()}, {kStepsKey, torch::tensor({steps_}, torch::kInt64)}};
  }

  void restore(const std::map<std::string, torch::Tensor>& state) override {
    const auto mean = state.find(kMeanKey);
    const auto steps = state.find(kStepsKey);
    if (mean == state.end() || steps == state.end() || mean->second.numel() != 1 ||
        steps->second.numel() != 1) {
      throw InputError("the saved state lacks the moving-average baseline (" +
                       std::string(kMeanKey) + ", " + kStepsKey + ")");
    }
    mean_ = mean->second.to(torch::kFloat64).reshape({1}).clone();
    steps_ = steps->second.item<int64_t>();
  }

 private:
  double decay_;
  // [1], where the rewards are; without the correction for its start at 0.
  torch::Tensor mean_ = torch::zeros({1}, torch::kFloat64);
  int64_t steps_ = 0;
};

class BatchMean final : public Baseline {
 public:
  torch::Tensor value(const StepRewards& step) override {
    return (step.rewards * step.mask).sum(0, true) / step.mask.sum(0, true).clamp_min(1);
  }
};

/// The mean over the other rows that have a token at the position, [B, T].
torch::Tensor mean_of_others(const torch::Tensor& rewards, const torch::Tensor& mask) {
  const auto masked = rewards * mask;
  return (masked.sum(0, true) - masked) / (mask.sum(0, true) - 1).clamp_min(1);
}

class LeaveOneOut final : public Baseline {
 public:
  torch::Tensor value(const StepRewards& step) override {
    return mean_of_others(step.rewards, step.mask);
  }
};

class Prefix final : public Baseline {
 public:
  torch::Tensor value(const StepRewards& step) override {
    const auto first = mean_of_others(step.rewards.narrow(1, 0, 1), step.mask.narrow(1, 0, 1));
    return before_the_token(step.rewards, first);
  }
};

class SelfCritical final : public Baseline {
 public:
  torch::Tensor value(const StepRewards& step) override { return step.greedy().view({1, 1}); }
};

}  // namespace

std::unique_ptr<Baseline> make_no_baseline(double) { return std::make_unique<NoBaseline>(); }
std::unique_ptr<Baseline> make_moving_average(double decay) {
  return std::make_unique<MovingAverage>(decay);
}
std::unique_ptr<Baseline> make_batch_mean(double) { return std::make_unique<BatchMean>(); }
std::unique_ptr<Baseline> make_leave_one_out(double) { return std::make_unique<LeaveOneOut>(); }
std::unique_ptr<Baseline> make_prefix_baseline(double) { return std::make_unique<Prefix>(); }
std::unique_ptr<Baseline> make_self_critical(double) { return std::make_unique<SelfCritical>(); }

}  // namespace lingan
