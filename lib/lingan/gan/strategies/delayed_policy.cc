#include <lingan/gan/strategies/delayed_policy.h>

#include <lingan/base/error.h>

namespace lingan {

Generator& DelayedPolicy::policy(Generator& current) {
  if (rate_ == 0) return current;
  if (!copy_) {
    copy_ = current.clone_on_cpu();
    copy_->to(current.embeddings().device());
    if (!restored_.empty()) adopt_restored();
  }
  return *copy_;
}

void DelayedPolicy::update(Generator& current) {
  if (rate_ == 0) return;
  policy(current);
  const torch::NoGradGuard no_gradient;
  const auto source = current.parameters();
  auto target = copy_->parameters();
  for (size_t index = 0; index < source.size(); ++index) {
    target[index].mul_(rate_).add_(source[index], 1 - rate_);
  }
}

std::map<std::string, torch::Tensor> DelayedPolicy::state() const {
  if (rate_ == 0) return {};
  std::map<std::string, torch::Tensor> state = restored_;
  if (copy_) {
    for (const auto& weight : copy_->named_parameters()) {
      state[key_of(weight.key())] = weight.value().detach().clone();
    }
  }
  const int64_t started = state.empty() ? 0 : 1;
  state[started_key()] = torch::tensor({started}, torch::kInt64);
  return state;
}

void DelayedPolicy::restore(const std::map<std::string, torch::Tensor>& state) {
  if (rate_ == 0) return;
  const auto started = state.find(started_key());
  if (started == state.end() || started->second.numel() != 1) {
    throw InputError("the saved state lacks " + started_key());
  }
  restored_.clear();
  copy_.reset();
  if (started->second.item<int64_t>() == 0) return;
  for (const auto& [name, tensor] : state) {
    if (name.starts_with(key_of(""))) restored_[name] = tensor.clone();
  }
  if (restored_.empty()) throw InputError("the saved state lacks the weights of " + name_);
}

void DelayedPolicy::adopt_restored() {
  const torch::NoGradGuard no_gradient;
  for (auto& weight : copy_->named_parameters()) {
    const auto saved = restored_.find(key_of(weight.key()));
    if (saved == restored_.end() || saved->second.sizes() != weight.value().sizes()) {
      throw InputError("the saved state lacks " + key_of(weight.key()) +
                       " or has it in another shape");
    }
    weight.value().copy_(saved->second);
  }
  restored_.clear();
}

}  // namespace lingan
