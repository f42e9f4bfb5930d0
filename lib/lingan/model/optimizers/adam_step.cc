#include <lingan/model/optimizers/adam_step.h>

#include <algorithm>
#include <cmath>
#include <memory>
#include <optional>
#include <vector>

#include <ATen/ops/_foreach_norm.h>
#include <ATen/ops/_fused_adamw.h>

#include <lingan/base/parallel.h>
#include <lingan/engine/cpu/adam.h>

namespace lingan {
namespace {

constexpr int64_t kWeightsAThread = 16384;  // weights that are worth a thread
constexpr double kAboveZero = 1e-6;         // torch's: keeps the clipping quotient finite

using torch::optim::AdamWOptions;
using torch::optim::AdamWParamState;

std::vector<torch::Tensor> with_gradient(torch::optim::AdamW& optimizer) {
  std::vector<torch::Tensor> result;
  for (auto& group : optimizer.param_groups()) {
    for (auto& parameter : group.params()) {
      if (parameter.grad().defined()) result.push_back(parameter);
    }
  }
  return result;
}

bool fits(const torch::Tensor& tensor) {
  return tensor.device().is_cpu() && tensor.scalar_type() == torch::kFloat32 &&
         tensor.layout() == torch::kStrided && tensor.is_contiguous();
}

bool takes_own_step(const std::vector<torch::Tensor>& parameters) {
  return std::all_of(parameters.begin(), parameters.end(), [](const torch::Tensor& parameter) {
    return fits(parameter) && fits(parameter.grad());
  });
}

/// Of all gradients together; chunks are summed in order, whatever the threads.
double own_norm(const std::vector<torch::Tensor>& parameters) {
  constexpr int64_t kChunk = 4 * kWeightsAThread;
  double sum = 0;
  for (const auto& parameter : parameters) {
    const int64_t count = parameter.numel();
    const float* gradient = parameter.grad().const_data_ptr<float>();
    std::vector<double> parts(static_cast<size_t>((count + kChunk - 1) / kChunk));
    parallel_for(static_cast<int64_t>(parts.size()), 1, [&](int64_t begin, int64_t end) {
      for (int64_t i = begin; i < end; ++i) {
        parts[i] =
            engine::sum_of_squares(gradient + i * kChunk, std::min(kChunk, count - i * kChunk));
      }
    });
    for (const double part : parts) sum += part;
  }
  return std::sqrt(sum);
}

AdamWParamState& state_of(torch::optim::AdamW& optimizer, const torch::Tensor& parameter) {
  auto& slot = optimizer.state()[parameter.unsafeGetTensorImpl()];
  if (!slot) {
    auto state = std::make_unique<AdamWParamState>();
    state->step(0);
    state->exp_avg(torch::zeros_like(parameter));
    state->exp_avg_sq(torch::zeros_like(parameter));
    slot = std::move(state);
  }
  return static_cast<AdamWParamState&>(*slot);
}

engine::AdamFactors factors(const AdamWOptions& options, int64_t step, double scale) {
  const auto [beta1, beta2] = options.betas();
  const double correction1 = 1 - std::pow(beta1, step);
  const double correction2 = 1 - std::pow(beta2, step);
  engine::AdamFactors result;
  result.gradient = static_cast<float>(scale);
  result.beta1 = static_cast<float>(beta1);
  result.beta2 = static_cast<float>(beta2);
  result.share1 = static_cast<float>(1 - beta1);
  result.share2 = static_cast<float>(1 - beta2);
  result.rate = static_cast<float>(options.lr() / correction1);
  result.root = static_cast<float>(1 / std::sqrt(correction2));
  result.epsilon = static_cast<float>(options.eps());
  result.kept = static_cast<float>(1 - options.lr() * options.weight_decay());
  return result;
}

void own_step(torch::optim::AdamW& optimizer, double scale) {
  const torch::NoGradGuard no_gradient;
  for (auto& group : optimizer.param_groups()) {
    const auto& options = static_cast<AdamWOptions&>(group.options());
    for (auto& parameter : group.params()) {
      if (!parameter.grad().defined()) continue;
      AdamWParamState& state = state_of(optimizer, parameter);
      state.step(state.step() + 1);
      const engine::AdamFactors shared = factors(options, state.step(), scale);
      const engine::AdamTensor tensor = {
          parameter.data_ptr<float>(), parameter.grad().const_data_ptr<float>(),
          state.exp_avg().data_ptr<float>(), state.exp_avg_sq().data_ptr<float>()};
      parallel_for(parameter.numel(), kWeightsAThread, [&](int64_t begin, int64_t end) {
        engine::adam_step(shared, tensor, begin, end);
      });
    }
  }
}

/// [], float64, where the gradients are.
torch::Tensor torchs_norm(const std::vector<torch::Tensor>& parameters) {
  std::vector<torch::Tensor> gradients;
  gradients.reserve(parameters.size());
  for (const auto& parameter : parameters) gradients.push_back(parameter.grad());
  return torch::stack(at::_foreach_norm(gradients)).to(torch::kFloat64).norm();
}

/// The tensors of one group of parameters that have gradients, as torch's fused step takes them.
struct FusedGroup {
  std::vector<torch::Tensor> parameters, gradients, averages, squares, steps;

  FusedGroup(torch::optim::AdamW& optimizer, torch::optim::OptimizerParamGroup& group) {
    torch::Tensor count;  // of steps, shared by neighbours that have taken as many
    int64_t counted = 0;
    for (auto& parameter : group.params()) {
      if (!parameter.grad().defined()) continue;
      AdamWParamState& state = state_of(optimizer, parameter);
      state.step(state.step() + 1);
      if (state.step() != counted) {
        counted = state.step();
        count = torch::full({}, counted, parameter.options().dtype(torch::kFloat32));
      }
      parameters.push_back(parameter);
      gradients.push_back(parameter.grad());
      averages.push_back(state.exp_avg());
      squares.push_back(state.exp_avg_sq());
      steps.push_back(count);
    }
  }
};

/// Clips and steps with factors that stay where the weights are.
void torchs_step(torch::optim::AdamW& optimizer, const torch::Tensor& norm, double bound) {
  const torch::NoGradGuard no_gradient;
  const auto refused = torch::isfinite(norm).logical_not().to(torch::kFloat32);
  std::optional<torch::Tensor> divisor;
  if (bound > 0) divisor = ((norm + kAboveZero) / bound).clamp_min(1).to(torch::kFloat32);
  for (auto& group : optimizer.param_groups()) {
    const auto& options = static_cast<AdamWOptions&>(group.options());
    const auto [beta1, beta2] = options.betas();
    FusedGroup tensors(optimizer, group);
    if (tensors.parameters.empty()) continue;
    at::_fused_adamw_(tensors.parameters, tensors.gradients, tensors.averages, tensors.squares,
                      /*max_exp_avg_sqs=*/{}, tensors.steps, options.lr(), beta1, beta2,
                      options.weight_decay(), options.eps(), /*amsgrad=*/false,
                      /*maximize=*/false, divisor, refused);
  }
}

}  // namespace

torch::Tensor clipped_adam_step(torch::optim::AdamW& optimizer, double bound) {
  const std::vector<torch::Tensor> parameters = with_gradient(optimizer);
  if (parameters.empty()) return torch::zeros({}, torch::kFloat64);
  if (!takes_own_step(parameters)) {
    torch::Tensor norm = torchs_norm(parameters);
    torchs_step(optimizer, norm, bound);
    return norm;
  }
  const double norm = own_norm(parameters);
  const double scale = bound > 0 ? std::min(1.0, bound / (norm + kAboveZero)) : 1.0;
  if (std::isfinite(norm)) own_step(optimizer, scale);
  return torch::full({}, norm, torch::kFloat64);
}

}  // namespace lingan
