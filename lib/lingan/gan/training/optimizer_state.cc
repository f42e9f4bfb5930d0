#include <lingan/gan/training/optimizer_state.h>

#include <memory>
#include <utility>
#include <vector>

#include <lingan/base/error.h>

namespace lingan {
namespace {

/// Calls visit(parameter, name prefix) for every parameter in a fixed order.
template <class Visit>
void for_each_parameter(torch::optim::Adam& optimizer, const std::string& prefix, Visit visit) {
  int64_t index = 0;
  for (auto& group : optimizer.param_groups()) {
    for (auto& parameter : group.params()) visit(parameter, prefix + std::to_string(index++) + ".");
  }
}

torch::Tensor moment(const TensorFile& file, const std::string& name, const torch::Tensor& like) {
  const auto found = file.tensors.find(name);
  if (found == file.tensors.end() || found->second.sizes() != like.sizes()) {
    throw InputError("optimizer tensor " + name +
                     " is missing or has another shape; the checkpoint belongs to another recipe");
  }
  return found->second.to(like.device(), /*non_blocking=*/false, /*copy=*/true);
}

}  // namespace

void collect_adam(torch::optim::Adam& optimizer, const std::string& prefix, TensorFile& out) {
  for_each_parameter(optimizer, prefix, [&](torch::Tensor& parameter, const std::string& name) {
    const auto found = optimizer.state().find(parameter.unsafeGetTensorImpl());
    if (found == optimizer.state().end()) return;
    auto& state = static_cast<torch::optim::AdamParamState&>(*found->second);
    out.tensors[name + "exp_avg"] = state.exp_avg().clone();
    out.tensors[name + "exp_avg_sq"] = state.exp_avg_sq().clone();
    out.tensors[name + "step"] = torch::tensor({state.step()}, torch::kInt64);
  });
}

void restore_adam(torch::optim::Adam& optimizer, const std::string& prefix,
                  const TensorFile& file) {
  optimizer.state().clear();
  for_each_parameter(optimizer, prefix, [&](torch::Tensor& parameter, const std::string& name) {
    const auto step = file.tensors.find(name + "step");
    if (step == file.tensors.end()) return;
    auto state = std::make_unique<torch::optim::AdamParamState>();
    state->exp_avg(moment(file, name + "exp_avg", parameter));
    state->exp_avg_sq(moment(file, name + "exp_avg_sq", parameter));
    state->step(step->second.item<int64_t>());
    optimizer.state()[parameter.unsafeGetTensorImpl()] = std::move(state);
  });
}

void set_learning_rate(torch::optim::Adam& optimizer, double rate) {
  for (auto& group : optimizer.param_groups()) {
    static_cast<torch::optim::AdamOptions&>(group.options()).lr(rate);
  }
}

}  // namespace lingan
