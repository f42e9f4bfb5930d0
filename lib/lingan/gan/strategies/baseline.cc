#include <lingan/gan/strategies/baseline.h>

#include <array>
#include <cmath>

#include <lingan/base/error.h>

namespace lingan {
namespace {

constexpr char kMeanKey[] = "baseline.mean";
constexpr char kStepsKey[] = "baseline.steps";

class NoBaseline final : public Baseline {
 public:
  torch::Tensor value(const torch::Tensor& rewards, const torch::Tensor&) override {
    return torch::zeros({1, 1}, rewards.options());
  }
};

class MovingAverage final : public Baseline {
 public:
  explicit MovingAverage(double decay) : decay_(decay) {}

  torch::Tensor value(const torch::Tensor& rewards, const torch::Tensor& mask) override {
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
  torch::Tensor value(const torch::Tensor& rewards, const torch::Tensor& mask) override {
    return (rewards * mask).sum(0, true) / mask.sum(0, true).clamp_min(1);
  }
};

class LeaveOneOut final : public Baseline {
 public:
  torch::Tensor value(const torch::Tensor& rewards, const torch::Tensor& mask) override {
    const auto masked = rewards * mask;
    return (masked.sum(0, true) - masked) / (mask.sum(0, true) - 1).clamp_min(1);
  }
};

struct BaselineKind {
  std::string_view name;
  std::unique_ptr<Baseline> (*make)(double decay);
};

constexpr std::array kKinds = {
    BaselineKind{
        "none", [](double) -> std::unique_ptr<Baseline> { return std::make_unique<NoBaseline>(); }},
    BaselineKind{"moving-average",
                 [](double decay) -> std::unique_ptr<Baseline> {
                   return std::make_unique<MovingAverage>(decay);
                 }},
    BaselineKind{"batch-mean",
                 [](double) -> std::unique_ptr<Baseline> { return std::make_unique<BatchMean>(); }},
    BaselineKind{
        "leave-one-out",
        [](double) -> std::unique_ptr<Baseline> { return std::make_unique<LeaveOneOut>(); }},
};

}  // namespace

std::span<const std::string_view> baseline_names() {
  static constexpr auto names = [] {
    std::array<std::string_view, kKinds.size()> all{};
    for (size_t index = 0; index < all.size(); ++index) all[index] = kKinds[index].name;
    return all;
  }();
  return names;
}

std::unique_ptr<Baseline> make_baseline(const std::string& name, double decay) {
  std::string known;
  for (const BaselineKind& kind : kKinds) {
    if (kind.name == name) return kind.make(decay);
    known += (known.empty() ? "" : ", ") + std::string(kind.name);
  }
  throw UsageError("baseline '" + name + "' is not known; expected one of " + known);
}

}  // namespace lingan
