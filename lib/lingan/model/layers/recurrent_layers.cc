#include <lingan/model/layers/recurrent_layers.h>

#include <algorithm>

#include <lingan/base/notice.h>
#include <lingan/engine/training/recurrent_layer.h>
#include <lingan/model/layers/cudnn_weights.h>
#include <lingan/model/layers/differentiable_again.h>
#include <lingan/model/layers/locked_dropout.h>
#include <lingan/model/layers/token_places.h>

namespace lingan {
namespace {

using torch::autograd::AutogradContext;
using torch::autograd::variable_list;

/// Tensors of one layer's run: input [N, E], the state's one or two [B, H], the four weights.
struct LayerTensors {
  int32_t gates;
  torch::Tensor offsets;  // TokenPlaces::offsets()
  variable_list all;

  bool is_lstm() const { return gates == 4; }
  const torch::Tensor& input() const { return all[0]; }
  const torch::Tensor& hidden() const { return all[1]; }
  const torch::Tensor& weight(size_t index) const { return all[(is_lstm() ? 3 : 2) + index]; }
};

/// Outputs [N, H], then LSTM's last cells [B, H] (of sentences of one length), in one row.
torch::Tensor plain_layers(const LayerTensors& like, const variable_list& inputs) {
  const LayerTensors layer = {like.gates, like.offsets, inputs};
  const int32_t gates = layer.gates;
  const torch::Tensor lengths = layer.offsets.diff();
  const TokenPlaces places(lengths.size(0), lengths.max().item<int64_t>(), lengths);
  const torch::Tensor input = places.in_places(layer.input());
  std::vector<torch::Tensor> state = {layer.hidden().unsqueeze(0)};
  if (layer.is_lstm()) state.push_back(inputs[2].unsqueeze(0));
  const variable_list weights(inputs.end() - 4, inputs.end());
  const auto outputs = places.tokens_of(plain_recurrent_layers({.gates = gates,
                                                                .input = input,
                                                                .state = state,
                                                                .weights = weights,
                                                                .layers = 1,
                                                                .dropout = 0.0}));
  return layer.is_lstm() ? torch::cat({outputs.flatten(), state[1].flatten()}) : outputs.flatten();
}

engine::RecurrentLayerTask task_of(const LayerTensors& layer) {
  const torch::Tensor& input = layer.input();
  engine::RecurrentLayerTask task = {};
  task.shape = {.gates = layer.gates,
                .rows = layer.hidden().size(0),
                .offsets = layer.offsets.const_data_ptr<int64_t>(),
                .inputs = input.size(1),
                .width = layer.hidden().size(1)};
  task.input = input.const_data_ptr<float>();
  task.initial_hidden = layer.hidden().const_data_ptr<float>();
  if (layer.is_lstm()) task.initial_cell = layer.all[2].const_data_ptr<float>();
  task.weights = {layer.weight(0).const_data_ptr<float>(), layer.weight(1).const_data_ptr<float>(),
                  layer.weight(2).const_data_ptr<float>(), layer.weight(3).const_data_ptr<float>()};
  return task;
}

/// What a run keeps; cells are undefined for GRU.
struct StateTensors {
  torch::Tensor hidden, cells, gates;

  engine::RecurrentLayerStates pointers() const {
    return {hidden.data_ptr<float>(), cells.defined() ? cells.data_ptr<float>() : nullptr,
            gates.data_ptr<float>()};
  }
};

StateTensors empty_states(const LayerTensors& layer) {
  const auto shape = task_of(layer).shape;
  const auto empty = [&](int64_t width) {
    return torch::empty({shape.tokens(), width}, layer.input().options());
  };
  return {empty(shape.width), layer.is_lstm() ? empty(shape.width) : torch::Tensor(),
          empty(4 * shape.width)};
}

/// Gradients of all of a layer's tensors.
variable_list gradient(const LayerTensors& layer, const StateTensors& states,
                       const variable_list& slopes) {
  variable_list to;
  for (const auto& tensor : layer.all) to.push_back(torch::empty_like(tensor));
  const LayerTensors gradients = {layer.gates, layer.offsets, to};
  const auto slope =
      slopes[0].defined() ? slopes[0].contiguous() : torch::zeros_like(states.hidden);
  const auto last_cell =
      slopes.size() > 1 && slopes[1].defined() ? slopes[1].contiguous() : torch::Tensor();
  engine::RecurrentLayerGradient pointers = {};
  pointers.hidden = slope.const_data_ptr<float>();
  if (last_cell.defined()) pointers.last_cell = last_cell.const_data_ptr<float>();
  pointers.initial_hidden = gradients.hidden().data_ptr<float>();
  if (layer.is_lstm()) pointers.initial_cell = to[2].data_ptr<float>();
  pointers.input = gradients.input().data_ptr<float>();
  pointers.input_weight = gradients.weight(0).data_ptr<float>();
  pointers.recurrent_weight = gradients.weight(1).data_ptr<float>();
  pointers.input_bias = gradients.weight(2).data_ptr<float>();
  pointers.recurrent_bias = gradients.weight(3).data_ptr<float>();
  engine::recurrent_layer_gradient(task_of(layer), states.pointers(), pointers);
  return to;
}

/// The engine's layer: outputs [N, H], and LSTM's last cells [B, H].
class RecurrentLayer : public torch::autograd::Function<RecurrentLayer> {
 public:
  static variable_list forward(AutogradContext* context, int64_t gates,
                               const torch::Tensor& offsets, at::TensorList given) {
    const LayerTensors layer = {static_cast<int32_t>(gates), offsets, given.vec()};
    const StateTensors states = empty_states(layer);
    engine::recurrent_layer(task_of(layer), states.pointers());
    context->saved_data["gates"] = gates;
    context->saved_data["offsets"] = offsets;
    context->set_materialize_grads(false);
    variable_list saved = layer.all;
    saved.insert(saved.end(), {states.hidden, states.cells, states.gates});
    context->save_for_backward(saved);
    if (!layer.is_lstm()) return {states.hidden};
    const torch::Tensor last = (offsets.slice(0, 1) - 1).clamp_min(0);
    return {states.hidden, states.cells.index_select(0, last)};
  }

  static variable_list backward(AutogradContext* context, const variable_list& slopes) {
    const auto gates = static_cast<int32_t>(context->saved_data["gates"].toInt());
    const variable_list saved = context->get_saved_variables();
    const LayerTensors layer = {
        gates, context->saved_data["offsets"].toTensor(), {saved.begin(), saved.end() - 3}};
    const StateTensors states = {*(saved.end() - 3), *(saved.end() - 2), *(saved.end() - 1)};
    variable_list gradients = at::GradMode::is_enabled() ? differentiable(layer, states, slopes)
                                                         : gradient(layer, states, slopes);
    gradients.insert(gradients.begin(), 2, torch::Tensor());  // of gates and offsets
    return gradients;
  }

 private:
  static variable_list differentiable(const LayerTensors& layer, const StateTensors& states,
                                      const variable_list& slopes) {
    notice_once("gradients of gradients of recurrent layers are taken through plain torch");
    variable_list flat;
    for (size_t i = 0; i < slopes.size(); ++i) {
      const torch::Tensor like = i == 0 ? states.hidden : layer.all[2];
      flat.push_back((slopes[i].defined() ? slopes[i] : torch::zeros_like(like)).flatten());
    }
    return differentiable_gradient(
        [&](const variable_list& inputs) { return plain_layers(layer, inputs); }, layer.all,
        torch::cat(flat));
  }
};

bool fused(const RecurrentRun& run) {
  const auto fits = [](const torch::Tensor& tensor) {
    return tensor.is_cpu() && tensor.scalar_type() == torch::kFloat32;
  };
  return fits(run.input) && std::ranges::all_of(run.state, fits) &&
         std::ranges::all_of(run.weights, fits) &&
         engine::recurrent_layer_takes(run.input.size(2), run.state[0].size(2));
}

/// One layer, by the engine or by torch.
/// @param state  of this layer, [1, B, H]: read and replaced.
torch::Tensor run_layer(const RecurrentRun& layer, bool by_engine) {
  if (!by_engine) {
    join_weights_for_cudnn(layer.weights);
    return plain_recurrent_layers(layer);
  }
  const TokenPlaces places(layer.input.size(0), layer.input.size(1), layer.lengths);
  variable_list inputs = {places.tokens_of(layer.input)};
  for (const auto& state : layer.state) inputs.push_back(state.select(0, 0).contiguous());
  for (const auto& weight : layer.weights) inputs.push_back(weight.contiguous());
  const variable_list outputs_and_states =
      RecurrentLayer::apply(int64_t{layer.gates}, places.offsets(), at::TensorList(inputs));
  torch::Tensor outputs = places.in_places(outputs_and_states[0]);
  layer.state[0] = outputs.select(1, -1).unsqueeze(0);
  if (outputs_and_states.size() > 1) layer.state[1] = outputs_and_states[1].unsqueeze(0);
  return outputs;
}

}  // namespace

torch::Tensor plain_recurrent_layers(const RecurrentRun& run) {
  constexpr bool kBiases = true;
  constexpr double kDropout = 0.0;
  constexpr bool kBidirectional = false;
  constexpr bool kBatchFirst = true;
  const bool training = run.input.is_cuda();  // cuDNN else keeps nothing for the gradient
  if (run.gates == 3) {
    auto [outputs, hidden] = torch::gru(run.input, run.state[0], run.weights, kBiases, run.layers,
                                        kDropout, training, kBidirectional, kBatchFirst);
    run.state = {hidden};
    return outputs;
  }
  auto [outputs, hidden, cell] = torch::lstm(run.input, run.state, run.weights, kBiases, run.layers,
                                             kDropout, training, kBidirectional, kBatchFirst);
  run.state = {hidden, cell};
  return outputs;
}

std::vector<torch::Tensor> register_recurrent_weights(torch::nn::Module& network,
                                                      const std::string& prefix,
                                                      const RecurrentWeightShape& shape) {
  const int64_t hidden = shape.hidden_width, rows = shape.gates * hidden;
  std::vector<torch::Tensor> weights;
  const auto add = [&](const std::string& name, at::IntArrayRef sizes) {
    weights.push_back(network.register_parameter(prefix + name, torch::empty(sizes)));
  };
  for (int64_t layer = 0; layer < shape.layers; ++layer) {
    const std::string suffix = "_l" + std::to_string(layer);
    add("weight_ih" + suffix, {rows, layer == 0 ? shape.input_width : hidden});
    add("weight_hh" + suffix, {rows, hidden});
    add("bias_ih" + suffix, {rows});
    add("bias_hh" + suffix, {rows});
  }
  return weights;
}

torch::Tensor recurrent_layers(const RecurrentRun& run) {
  const bool by_engine = fused(run);
  if (!by_engine && run.input.is_cpu()) {
    notice_once(
        "recurrent layers run through plain torch: the kernels take float32 and widths that are "
        "multiples of 32");
  }
  torch::Tensor outputs = run.input;
  std::vector<variable_list> states(run.state.size());
  for (int64_t l = 0; l < run.layers; ++l) {
    if (l > 0) outputs = locked_dropout(outputs, run.dropout);
    variable_list state;
    for (const auto& all : run.state) state.push_back(all.slice(0, l, l + 1));
    const variable_list weights(run.weights.begin() + 4 * l, run.weights.begin() + 4 * l + 4);
    outputs = run_layer({.gates = run.gates,
                         .input = outputs,
                         .state = state,
                         .weights = weights,
                         .layers = 1,
                         .dropout = 0.0,
                         .lengths = run.lengths},
                        by_engine);
    for (size_t i = 0; i < state.size(); ++i) states[i].push_back(state[i]);
  }
  for (size_t i = 0; i < states.size(); ++i) run.state[i] = torch::cat(states[i]);
  return outputs;
}

}  // namespace lingan
