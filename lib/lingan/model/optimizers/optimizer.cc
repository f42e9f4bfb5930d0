#include <lingan/model/optimizers/optimizer.h>

#include <algorithm>
#include <memory>
#include <utility>

#include <lingan/base/error.h>
#include <lingan/model/optimizers/adam_step.h>
#include <lingan/model/optimizers/sghmc_step.h>

namespace lingan {
namespace {

using torch::optim::AdamWOptions;
using torch::optim::AdamWParamState;

AdamWOptions adam_options(const OptimizerOptions& options) {
  return AdamWOptions(options.learning_rate)
      .betas({options.beta1, options.beta2})
      .weight_decay(options.weight_decay);
}

torch::Tensor stored(const TensorFile& file, const std::string& name, const torch::Tensor& like) {
  const auto tensor = file.tensors.find(name);
  if (tensor == file.tensors.end() || tensor->second.sizes() != like.sizes()) {
    throw InputError("optimizer tensor " + name +
                     " is missing or has another shape; the checkpoint belongs to another recipe");
  }
  return tensor->second.to(like.device(), /*non_blocking=*/false, /*copy=*/true);
}

std::string numbered(const std::string& prefix, size_t weight) {
  return prefix + std::to_string(weight) + ".";
}

}  // namespace

Optimizer::Optimizer(const torch::nn::Module& network, const OptimizerOptions& options,
                     RandomStream noise)
    : options_(options),
      weights_(network.parameters()),
      adam_(weights_, adam_options(options)),
      noise_(noise) {
  if (options_.rule != "sghmc") return;
  for (const torch::Tensor& weight : weights_) {
    velocity_.push_back(torch::zeros_like(weight.detach()));
  }
}

torch::Tensor Optimizer::step(double progress) {
  const double rate = learning_rate(options_, steps_, progress);
  if (options_.historical_averaging > 0.0) pull_to_history();
  const std::vector<torch::Tensor> before =
      keeps_last_step_ ? copied_weights() : std::vector<torch::Tensor>{};
  torch::Tensor norm = step_of_rule(rate);
  ++steps_;
  if (options_.average > 0.0) take_average();
  if (keeps_last_step_) keep_difference(before);
  return norm;
}

torch::Tensor Optimizer::step_of_rule(double rate) {
  if (options_.rule == "sghmc") {
    return sghmc_step(weights_, velocity_,
                      {.rate = rate,
                       .friction = options_.friction,
                       .temperature = options_.temperature,
                       .weight_decay = options_.weight_decay,
                       .gradient_clip = options_.gradient_clip},
                      noise_, steps_);
  }
  static_cast<AdamWOptions&>(adam_.param_groups()[0].options()).lr(rate);
  return clipped_adam_step(adam_, options_.gradient_clip);
}

std::vector<torch::Tensor> Optimizer::copied_weights() const {
  std::vector<torch::Tensor> copies;
  for (const torch::Tensor& weight : weights_) copies.push_back(weight.detach().clone());
  return copies;
}

void Optimizer::keep_difference(const std::vector<torch::Tensor>& before) {
  const torch::NoGradGuard no_gradient;
  last_step_.clear();
  for (size_t i = 0; i < weights_.size(); ++i) last_step_.push_back(weights_[i] - before[i]);
}

/// Adds the gradient 2 c (theta - h) of c |theta - h|^2, where h is the mean over earlier steps,
/// and takes the present weights into h.
void Optimizer::pull_to_history() {
  const torch::NoGradGuard no_gradient;
  if (history_.empty()) history_ = copied_weights();
  const double c = options_.historical_averaging;
  const auto share = 1 / static_cast<double>(steps_ + 1);
  for (size_t i = 0; i < weights_.size(); ++i) {
    const torch::Tensor& gradient = weights_[i].grad();
    if (gradient.defined()) gradient.add_(weights_[i] - history_[i], 2 * c);
    history_[i].lerp_(weights_[i], share);
  }
}

/// The first weights count little: the decay rises to its full as in TensorFlow's
/// ExponentialMovingAverage, min(decay, (1 + n) / (10 + n)) after n steps.
void Optimizer::take_average() {
  const torch::NoGradGuard no_gradient;
  if (averages_.empty()) averages_ = copied_weights();
  const auto n = static_cast<double>(steps_);
  const double decay = std::min(options_.average, (1 + n) / (10 + n));
  for (size_t i = 0; i < weights_.size(); ++i) averages_[i].lerp_(weights_[i], 1 - decay);
}

void Optimizer::adopt_average() {
  const torch::NoGradGuard no_gradient;
  for (size_t i = 0; i < averages_.size(); ++i) weights_[i].copy_(averages_[i]);
}

void Optimizer::save(const std::string& prefix, TensorFile& file) const {
  for (size_t i = 0; i < weights_.size(); ++i) {
    const std::string name = numbered(prefix, i);
    if (!averages_.empty()) file.tensors[name + "average"] = averages_[i].clone();
    if (!history_.empty()) file.tensors[name + "history"] = history_[i].clone();
    if (!last_step_.empty()) file.tensors[name + "last_step"] = last_step_[i].clone();
    save_rule(i, name, file);
  }
}

void Optimizer::save_rule(size_t weight, const std::string& name, TensorFile& file) const {
  if (options_.rule == "sghmc") {
    if (steps_ == 0) return;
    file.tensors[name + "velocity"] = velocity_[weight].clone();
    file.tensors[name + "step"] = torch::tensor({steps_}, torch::kInt64);
    return;
  }
  const auto moments = adam_.state().find(weights_[weight].unsafeGetTensorImpl());
  if (moments == adam_.state().end()) return;
  const auto& state = static_cast<const AdamWParamState&>(*moments->second);
  file.tensors[name + "exp_avg"] = state.exp_avg().clone();
  file.tensors[name + "exp_avg_sq"] = state.exp_avg_sq().clone();
  file.tensors[name + "step"] = torch::tensor({state.step()}, torch::kInt64);
}

void Optimizer::restore(const std::string& prefix, const TensorFile& file) {
  adam_.state().clear();
  for (auto* kept : {&averages_, &history_, &last_step_}) kept->clear();
  steps_ = 0;
  for (size_t i = 0; i < weights_.size(); ++i) {
    restore_rule(i, numbered(prefix, i), file);
  }
  if (steps_ == 0) return;
  for (size_t i = 0; i < weights_.size(); ++i) {
    const auto put_back = [&](std::vector<torch::Tensor>& kept, const char* name) {
      kept.push_back(stored(file, numbered(prefix, i) + name, weights_[i]));
    };
    if (options_.average > 0.0) put_back(averages_, "average");
    if (options_.historical_averaging > 0.0) put_back(history_, "history");
    if (keeps_last_step_) put_back(last_step_, "last_step");
  }
}

void Optimizer::restore_rule(size_t weight, const std::string& name, const TensorFile& file) {
  const torch::Tensor& own = weights_[weight];
  const bool is_sghmc = options_.rule == "sghmc";
  if (is_sghmc) velocity_[weight].zero_();
  const auto stored_step = file.tensors.find(name + "step");
  if (stored_step == file.tensors.end()) return;
  // On the host, and no item(): a step that takes another one back waits for no device.
  const int64_t step =
      *stored_step->second.to(torch::kCPU, torch::kInt64).const_data_ptr<int64_t>();
  steps_ = std::max(steps_, step);
  if (is_sghmc) {
    velocity_[weight] = stored(file, name + "velocity", own);
    return;
  }
  auto state = std::make_unique<AdamWParamState>();
  state->exp_avg(stored(file, name + "exp_avg", own));
  state->exp_avg_sq(stored(file, name + "exp_avg_sq", own));
  state->step(step);
  adam_.state()[own.unsafeGetTensorImpl()] = std::move(state);
}

void AveragedWeights::swap() {
  const torch::NoGradGuard no_gradient;
  for (size_t i = 0; i < optimizer_.averages_.size(); ++i) {
    const torch::Tensor present = optimizer_.weights_[i].detach().clone();
    optimizer_.weights_[i].copy_(optimizer_.averages_[i]);
    optimizer_.averages_[i].copy_(present);
  }
}

PredictedWeights::PredictedWeights(Optimizer& optimizer) : weights_(optimizer.weights_) {
  if (optimizer.last_step_.empty()) return;
  const torch::NoGradGuard no_gradient;
  present_ = optimizer.copied_weights();
  for (size_t i = 0; i < weights_.size(); ++i) weights_[i].add_(optimizer.last_step_[i]);
}

PredictedWeights::~PredictedWeights() {
  const torch::NoGradGuard no_gradient;
  for (size_t i = 0; i < present_.size(); ++i) weights_[i].copy_(present_[i]);
}

}  // namespace lingan
