#include <lingan/model/recurrent_generator.h>

#include <cmath>
#include <string>

#include <lingan/base/error.h>
#include <lingan/engine/rollouts/cpu_rollouts.h>
#include <lingan/engine/rollouts/cuda_rollouts.h>
#include <lingan/engine/rollouts/recurrent_stepper.h>
#include <lingan/model/compute_device.h>
#include <lingan/model/initial_weights.h>
#include <lingan/model/locked_dropout.h>
#include <lingan/model/option_check.h>
#include <lingan/model/output_cross_entropy.h>
#include <lingan/model/recurrent_layers.h>

namespace lingan {
namespace {

constexpr int64_t kMaxVocabulary = int64_t{1} << 30;
// Large enough that exp() of it is 0 beside any trained logit, small enough to stay finite.
constexpr float kForbidden = -1e9F;

void check(const GeneratorOptions& options) {
  const SpecialTokens& special = options.specials;
  check_range("generator.vocabulary_size", options.vocabulary_size, 1, kMaxVocabulary);
  check_range("the tokenizer's bos", special.bos, 0, options.vocabulary_size - 1);
  check_range("the tokenizer's pad", special.pad, -1, options.vocabulary_size - 1);
  check_range("the tokenizer's eos", special.eos, -1, options.vocabulary_size - 1);
  check_options("generator", generator_keys(), &options);
  if (const auto problem = generator_problem(options); !problem.empty()) throw UsageError(problem);
}

}  // namespace

RecurrentGenerator::RecurrentGenerator(const RecurrentCell& cell, const GeneratorOptions& options,
                                       RandomStream stream)
    : cell_(cell), options_(options) {
  check(options);
  register_weights();
  initialize(stream);
}

void RecurrentGenerator::register_weights() {
  const int64_t hidden = options_.hidden_width;
  const int64_t rows = cell_.gates * hidden;
  const auto add = [this](const std::string& name, at::IntArrayRef shape) {
    return register_parameter(name, torch::empty(shape));
  };
  embedding_ = add("embedding", {options_.vocabulary_size, options_.embedding_width});
  for (int64_t layer = 0; layer < options_.layers; ++layer) {
    const std::string suffix = "_l" + std::to_string(layer);
    const int64_t width = layer == 0 ? options_.embedding_width : hidden;
    weights_.push_back(add("weight_ih" + suffix, {rows, width}));
    weights_.push_back(add("weight_hh" + suffix, {rows, hidden}));
    weights_.push_back(add("bias_ih" + suffix, {rows}));
    weights_.push_back(add("bias_hh" + suffix, {rows}));
  }
  output_weight_ = options_.tied_embeddings
                       ? embedding_
                       : add("output_weight", {options_.vocabulary_size, hidden});
  output_bias_ = add("output_bias", {options_.vocabulary_size});
}

void RecurrentGenerator::initialize(RandomStream stream) {
  InitialWeights draw(stream);
  const double bound = 1.0 / std::sqrt(static_cast<double>(options_.hidden_width));
  for (auto& parameter : parameters()) {
    if (options_.initial_range > 0.0) {
      draw.normal(parameter, options_.initial_range);
    } else if (parameter.is_same(embedding_)) {
      // As output weights, embeddings of variance 1 would start with wild logits.
      draw.normal(parameter, options_.tied_embeddings ? bound : 1.0);
    } else {
      draw.uniform(parameter, -bound, bound);
    }
  }
}

torch::Tensor RecurrentGenerator::output_bias() const {
  const SpecialTokens& specials = options_.specials;
  if (specials.eos == -1) return output_bias_;  // every id is an ordinary token
  torch::Tensor bias = output_bias_.clone();
  if (specials.pad >= 0) bias.select(0, specials.pad).fill_(kForbidden);
  bias.select(0, specials.bos).fill_(kForbidden);
  return bias;
}

torch::Tensor RecurrentGenerator::run(const torch::Tensor& input,
                                      std::vector<torch::Tensor>& state) {
  const torch::Tensor fed = locked_dropout(input, in_training(options_.input_dropout));
  const double dropout = in_training(options_.output_dropout);
  const torch::Tensor outputs =
      recurrent_layers({cell_.gates, fed, state, weights_, options_.layers, dropout});
  return locked_dropout(outputs, dropout);
}

torch::Tensor RecurrentGenerator::run_tokens(const torch::Tensor& tokens) {
  const torch::Tensor first =
      torch::full({tokens.size(0), 1}, options_.specials.bos, tokens.options());
  const torch::Tensor fed = torch::cat({first, tokens.slice(1, 0, -1)}, 1);
  std::vector<torch::Tensor> state = initial_state(tokens.size(0));
  const torch::Tensor words = torch::embedding(embedding_, fed);
  return run(word_dropout(words, in_training(options_.word_dropout)), state);
}

torch::Tensor RecurrentGenerator::forward(const torch::Tensor& tokens) {
  return torch::linear(run_tokens(tokens), output_weight_, output_bias());
}

torch::Tensor RecurrentGenerator::cross_entropy(const torch::Tensor& tokens,
                                                const torch::Tensor& weights) {
  return output_cross_entropy({run_tokens(tokens).flatten(0, 1), output_weight_, output_bias(),
                               tokens.flatten(), weights.flatten()});
}

std::vector<torch::Tensor> RecurrentGenerator::initial_state(int64_t rows) const {
  std::vector<torch::Tensor> state;
  for (int64_t i = 0; i < cell_.states; ++i) {
    state.push_back(
        torch::zeros({options_.layers, rows, options_.hidden_width}, embedding_.options()));
  }
  return state;
}

std::unique_ptr<engine::Rollouts> RecurrentGenerator::rollouts(const SpecialTokens& specials,
                                                               engine::Precision precision) const {
  const torch::NoGradGuard no_grad;
  const torch::Tensor bias = output_bias();
  engine::RecurrentWeights weights{.gates = cell_.gates,
                                   .layer_count = static_cast<int32_t>(options_.layers),
                                   .vocabulary = options_.vocabulary_size,
                                   .embedding_width = options_.embedding_width,
                                   .hidden_width = options_.hidden_width,
                                   .embeddings = embedding_.const_data_ptr<float>(),
                                   .output_weight = output_weight_.const_data_ptr<float>(),
                                   .output_bias = bias.const_data_ptr<float>()};
  for (size_t i = 0; i < weights_.size(); i += 4) {
    weights.layers[i / 4] = {
        weights_[i].const_data_ptr<float>(), weights_[i + 1].const_data_ptr<float>(),
        weights_[i + 2].const_data_ptr<float>(), weights_[i + 3].const_data_ptr<float>()};
  }
  if (const auto* kernels = device_kernels(embedding_)) {
    return std::make_unique<engine::CudaRollouts>(*kernels, weights, specials);
  }
  return std::make_unique<engine::CpuRollouts>(
      std::make_unique<engine::RecurrentStepper>(weights, precision), specials);
}

torch::Tensor RecurrentGenerator::step(const torch::Tensor& input,
                                       std::vector<torch::Tensor>& state) {
  return torch::linear(run(input.unsqueeze(1), state).squeeze(1), output_weight_, output_bias());
}

}  // namespace lingan
