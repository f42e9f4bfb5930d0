#include <lingan/model/layers/max_over_time.h>

#include <lingan/base/notice.h>
#include <lingan/engine/training/max_over_time.h>
#include <lingan/model/compute_device.h>
#include <lingan/model/layers/device_max_over_time.h>
#include <lingan/model/layers/differentiable_again.h>

namespace lingan {
namespace {

using torch::autograd::AutogradContext;
using torch::autograd::variable_list;

/// Vectors, then the weights of all banks, then their biases.
torch::Tensor plain_filters(const variable_list& inputs) {
  const size_t banks = inputs.size() / 2;
  variable_list maxima;
  for (size_t i = 1; i <= banks; ++i) {
    maxima.push_back(plain_max_over_time(inputs[0], inputs[i], inputs[banks + i]));
  }
  return torch::cat(maxima, 1);
}

template <class T>
engine::MaxOverTimeTask<T> task_of(const variable_list& inputs) {
  const torch::Tensor& vectors = inputs[0];
  engine::MaxOverTimeTask<T> task = {.rows = vectors.size(0),
                                     .length = vectors.size(1),
                                     .embedding = vectors.size(2),
                                     .vectors = vectors.const_data_ptr<T>(),
                                     .banks = {}};
  const size_t banks = inputs.size() / 2;
  for (size_t i = 1; i <= banks; ++i) {
    task.banks.push_back({inputs[i].size(1), inputs[i].size(0), inputs[i].const_data_ptr<T>(),
                          inputs[banks + i].const_data_ptr<T>()});
  }
  return task;
}

/// What the device has for vectors where they are; null: the CPU's code takes them.
const engine::cuda::Table* kernels_for(const torch::Tensor& vectors) {
  return vectors.scalar_type() == torch::kFloat32 ? device_kernels(vectors) : nullptr;
}

/// Features and the winning windows.
std::pair<torch::Tensor, torch::Tensor> maxima(const variable_list& inputs) {
  if (const auto* kernels = kernels_for(inputs[0])) return device_max_over_time(*kernels, inputs);
  return AT_DISPATCH_FLOATING_TYPES(inputs[0].scalar_type(), "max_over_time", [&] {
    const auto task = task_of<scalar_t>(inputs);
    const auto features = torch::empty({task.rows, task.filters()}, inputs[0].options());
    const auto where = torch::empty({task.rows, task.filters()}, torch::kInt32);
    engine::max_over_time(task, features.template data_ptr<scalar_t>(),
                          where.template data_ptr<int32_t>());
    return std::make_pair(features, where);
  });
}

/// Which gradients are wanted.
struct Wanted {
  bool vectors;
  bool filters;
};

variable_list gradient(const variable_list& inputs, const torch::Tensor& where,
                       const torch::Tensor& slope, Wanted wanted) {
  variable_list gradients(inputs.size());
  const auto* kernels = kernels_for(inputs[0]);
  if (wanted.vectors) {
    gradients[0] = kernels ? torch::zeros_like(inputs[0]) : torch::empty_like(inputs[0]);
  }
  for (size_t i = 1; i < inputs.size() && wanted.filters; ++i) {
    gradients[i] = torch::empty_like(inputs[i]);
  }
  if (kernels) {
    device_max_over_time_gradient(*kernels, inputs, where, slope, gradients);
    return gradients;
  }
  AT_DISPATCH_FLOATING_TYPES(inputs[0].scalar_type(), "max_over_time_gradient", [&] {
    engine::MaxOverTimeGradient<scalar_t> to = {
        .where = where.const_data_ptr<int32_t>(),
        .slope = slope.const_data_ptr<scalar_t>(),
        .vectors = wanted.vectors ? gradients[0].data_ptr<scalar_t>() : nullptr,
        .weight = {},
        .bias = {}};
    const size_t banks = inputs.size() / 2;
    for (size_t i = 1; i <= banks && wanted.filters; ++i) {
      to.weight.push_back(gradients[i].data_ptr<scalar_t>());
      to.bias.push_back(gradients[banks + i].data_ptr<scalar_t>());
    }
    engine::max_over_time_gradient(task_of<scalar_t>(inputs), to);
  });
  return gradients;
}

class MaxOverTime : public torch::autograd::Function<MaxOverTime> {
 public:
  static torch::Tensor forward(AutogradContext* context, at::TensorList given) {
    variable_list saved = given.vec();
    const auto [features, where] = maxima(saved);
    saved.push_back(where);
    context->save_for_backward(saved);
    return features;
  }

  static variable_list backward(AutogradContext* context, const variable_list& outputs) {
    variable_list inputs = context->get_saved_variables();
    const torch::Tensor where = inputs.back();
    inputs.pop_back();
    if (at::GradMode::is_enabled()) {
      notice_once("gradients of gradients of window filters are taken through plain torch");
      return differentiable_gradient(plain_filters, inputs, outputs[0]);
    }
    Wanted wanted = {context->needs_input_grad(0), false};
    for (size_t i = 1; i < inputs.size(); ++i) {
      wanted.filters = wanted.filters || context->needs_input_grad(i);
    }
    return gradient(inputs, where, outputs[0].contiguous(), wanted);
  }
};

bool fused(const variable_list& inputs) {
  const auto type = inputs[0].scalar_type();
  for (const auto& input : inputs) {
    if (input.device() != inputs[0].device() || input.scalar_type() != type) return false;
  }
  return type == torch::kFloat32 || (type == torch::kFloat64 && inputs[0].is_cpu());
}

}  // namespace

torch::Tensor max_over_time(const torch::Tensor& vectors, const std::vector<torch::Tensor>& weights,
                            const std::vector<torch::Tensor>& biases) {
  variable_list inputs = {vectors.contiguous()};
  for (const auto& weight : weights) inputs.push_back(weight.contiguous());
  for (const auto& bias : biases) inputs.push_back(bias.contiguous());
  if (!fused(inputs)) {
    notice_once(
        "window filters run through plain torch: they are fused for float32, on the CPU for "
        "float64, too");
    return plain_filters(inputs);
  }
  return MaxOverTime::apply(at::TensorList(inputs));
}

torch::Tensor plain_max_over_time(const torch::Tensor& vectors, const torch::Tensor& weight,
                                  const torch::Tensor& bias) {
  // ReLU and the bias are monotone, so they may follow the maximum, on far fewer numbers.
  const torch::Tensor windows = vectors.unfold(1, weight.size(1), 1);  // [N, T-w+1, E, w]
  const torch::Tensor values =
      torch::matmul(windows.flatten(2), weight.transpose(1, 2).flatten(1).t());
  return torch::relu(values.amax(1) + bias);
}

}  // namespace lingan
