#include <lingan/model/generators/recurrent_generator.h>

#include <string>

#include <lingan/engine/rollouts/cpu_rollouts.h>
#include <lingan/engine/rollouts/cuda_rollouts.h>
#include <lingan/engine/rollouts/recurrent_stepper.h>
#include <lingan/model/compute_device.h>
#include <lingan/model/layers/locked_dropout.h>
#include <lingan/model/layers/recurrent_layers.h>
#include <lingan/model/layers/torch_product.h>

namespace lingan {
namespace {

/// The state as the engine has it: h, and c, of one layer after the other.
torch::Tensor layer_rows(const std::vector<torch::Tensor>& state) {
  return torch::cat(state, 2).transpose(0, 1).flatten(1);
}

}  // namespace

RecurrentGenerator::RecurrentGenerator(const RecurrentCell& cell, const GeneratorOptions& options,
                                       RandomStream stream)
    : Generator(options),
      cell_(cell),
      weights_(register_recurrent_weights(*this, "",
                                          {.gates = cell.gates,
                                           .layers = options.layers,
                                           .input_width = options.embedding_width,
                                           .hidden_width = options.hidden_width})) {
  finish(stream);
}

torch::Tensor RecurrentGenerator::run(const torch::Tensor& input, std::vector<torch::Tensor>& state,
                                      const torch::Tensor& lengths) {
  const torch::Tensor fed = locked_dropout(input, in_training(options().input_dropout));
  const double dropout = in_training(options().output_dropout);
  const torch::Tensor outputs = recurrent_layers({.gates = cell_.gates,
                                                  .input = fed,
                                                  .state = state,
                                                  .weights = weights_,
                                                  .layers = options().layers,
                                                  .dropout = dropout,
                                                  .lengths = lengths});
  return locked_dropout(outputs, dropout);
}

torch::Tensor RecurrentGenerator::read(const torch::Tensor& fed, std::vector<torch::Tensor> state,
                                       const torch::Tensor& lengths) {
  return run(fed, state, lengths);
}

torch::Tensor RecurrentGenerator::advance(const torch::Tensor& input,
                                          std::vector<torch::Tensor>& state) {
  return run(input.unsqueeze(1), state).squeeze(1);
}

std::vector<torch::Tensor> RecurrentGenerator::initial_state(int64_t rows) const {
  std::vector<torch::Tensor> state;
  for (int64_t i = 0; i < cell_.states; ++i) {
    state.push_back(
        torch::zeros({options().layers, rows, options().hidden_width}, embeddings().options()));
  }
  return state;
}

RecurrentGenerator::EngineWeights RecurrentGenerator::engine_weights(torch::Device device) const {
  EngineWeights result;
  const auto floats = [&](const torch::Tensor& weight) {
    result.kept.push_back(weight.detach().to(device).contiguous());
    return result.kept.back().const_data_ptr<float>();
  };
  const GeneratorOutput layer = output();
  result.view = {.gates = cell_.gates,
                 .layer_count = static_cast<int32_t>(options().layers),
                 .vocabulary = options().vocabulary_size,
                 .embedding_width = options().embedding_width,
                 .hidden_width = options().hidden_width,
                 .embeddings = floats(embeddings()),
                 .output_weight = floats(layer.weight),
                 .output_bias = floats(layer.bias)};
  for (size_t i = 0; i < weights_.size(); i += 4) {
    result.view.layers[i / 4] = {floats(weights_[i]), floats(weights_[i + 1]),
                                 floats(weights_[i + 2]), floats(weights_[i + 3])};
  }
  return result;
}

std::unique_ptr<engine::Rollouts> RecurrentGenerator::rollouts(const SpecialTokens& specials,
                                                               engine::Precision precision) const {
  if (is_told_labels()) return labelled_rollouts(specials, precision);
  const torch::NoGradGuard no_grad;
  const engine::cuda::Table* kernels = device_kernels(embeddings());
  if (kernels != nullptr && options().latent_width == 0 && !reads_sources()) {
    const EngineWeights weights = engine_weights(embeddings().device());
    return std::make_unique<engine::CudaRollouts>(*kernels, weights.view, specials, torch_product);
  }
  const EngineWeights weights = engine_weights(torch::kCPU);
  return with_first_states(
      std::make_unique<engine::CpuRollouts>(
          std::make_unique<engine::RecurrentStepper>(weights.view, precision), specials),
      layer_rows);
}

}  // namespace lingan
