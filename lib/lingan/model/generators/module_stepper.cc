#include <lingan/model/generators/module_stepper.h>

#include <algorithm>

#include <lingan/model/float_span.h>

namespace lingan {
namespace {

engine::OutputLayer packed_output(const Generator& generator, engine::Precision precision) {
  const torch::NoGradGuard no_gradient;
  const auto [weight, bias] = generator.output();
  return {float_span(weight.contiguous()), float_span(bias.contiguous()), precision};
}

}  // namespace

torch::Tensor state_rows(const std::vector<torch::Tensor>& state) {
  std::vector<torch::Tensor> rows;
  rows.reserve(state.size());
  for (const torch::Tensor& tensor : state) rows.push_back(tensor.transpose(0, 1).flatten(1));
  return torch::cat(rows, 1);
}

ModuleStepper::ModuleStepper(std::shared_ptr<Generator> generator, engine::Precision precision)
    : generator_(std::move(generator)), output_(packed_output(*generator_, precision)) {
  const torch::NoGradGuard no_gradient;
  const auto state = generator_->initial_state(1);
  for (const torch::Tensor& tensor : state) shapes_.emplace_back(tensor.size(0), tensor.size(2));
  initial_ = state_rows(state).contiguous();
  vectors_ = generator_->fed_vectors();
}

void ModuleStepper::initial_states(int64_t rows, float* states) const {
  const float* const from = initial_.const_data_ptr<float>();
  for (int64_t row = 0; row < rows; ++row) {
    std::copy_n(from, state_width(), states + row * state_width());
  }
}

std::vector<torch::Tensor> ModuleStepper::state_tensors(const torch::Tensor& rows) const {
  std::vector<torch::Tensor> state;
  int64_t first = 0;
  for (const auto& [count, width] : shapes_) {
    state.push_back(rows.narrow(1, first, count * width).view({-1, count, width}).transpose(0, 1));
    first += count * width;
  }
  return state;
}

void ModuleStepper::advance(std::span<const int32_t> tokens, float* states, float* hidden) const {
  const torch::NoGradGuard no_gradient;
  const auto rows = static_cast<int64_t>(tokens.size());
  const torch::Tensor all = torch::from_blob(states, {rows, state_width()});
  const auto views = state_tensors(all);
  auto state = views;
  const auto ids = torch::tensor(at::ArrayRef<int32_t>(tokens.data(), tokens.size()));
  const torch::Tensor fed = torch::embedding(vectors_, ids.to(torch::kInt64));
  const torch::Tensor given = generator_->advance(fed, state);
  torch::from_blob(hidden, given.sizes()).copy_(given);
  for (size_t i = 0; i < state.size(); ++i) {
    if (!state[i].is_same(views[i])) torch::Tensor(views[i]).copy_(state[i]);
  }
}

}  // namespace lingan
