#include <lingan/model/generators/leaked_generator.h>

#include <string>

#include <lingan/base/error.h>
#include <lingan/model/discriminators/convolutional_discriminator.h>
#include <lingan/model/layers/layers.h>
#include <lingan/model/layers/locked_dropout.h>
#include <lingan/model/layers/recurrent_layers.h>

namespace lingan {
namespace {

constexpr int32_t kGates = 4;  // of an LSTM
constexpr double kTinyGoal = 1e-12;

const GeneratorOptions& checked(const GeneratorOptions& options) {
  if (options.tied_embeddings) {
    throw UsageError(
        "generator.tied_embeddings: the output layer of generator.cell = \"leaked\" has a row of "
        "goal_width numbers for each of the state's, which is no embedding; set it to false");
  }
  if (options.labels == "none") return options;
  throw UsageError(
      "generator.labels: generator.cell = \"leaked\" knows no labels; set it to \"none\"");
}

}  // namespace

LeakedGenerator::LeakedGenerator(const GeneratorOptions& options, const LeakedOptions& own,
                                 RandomStream stream)
    : Generator(checked(options)),
      own_(own),
      worker_weights_(register_recurrent_weights(*this, "worker_",
                                                 {.gates = kGates,
                                                  .layers = options.layers,
                                                  .input_width = options.embedding_width,
                                                  .hidden_width = options.hidden_width})),
      features_(*this, options) {
  const int64_t features = features_.width();
  manager_weights_ = register_recurrent_weights(*this, "manager_",
                                                {.gates = kGates,
                                                 .layers = 1,
                                                 .input_width = features,
                                                 .hidden_width = options.hidden_width});
  const LinearLayer goal = add_linear(*this, "goal", features, options.hidden_width);
  goal_weight_ = goal.weight;
  goal_bias_ = goal.bias;
  goal_projection_ =
      register_parameter("goal_projection", torch::empty({own.goal_width, features}));
  finish(stream, options.hidden_width * own.goal_width);
}

std::vector<torch::Tensor> LeakedGenerator::initial_state(int64_t rows) const {
  const auto like = embeddings().options().requires_grad(false);
  const auto zeros = [&](int64_t layers, int64_t width) {
    return torch::zeros({layers, rows, width}, like);
  };
  const int64_t hidden = options().hidden_width, layers = options().layers;
  std::vector<torch::Tensor> state = {zeros(layers, hidden), zeros(layers, hidden),
                                      zeros(1, hidden), zeros(1, hidden),
                                      zeros(1, own_.goal_steps * own_.goal_width)};
  for (torch::Tensor& tensor : features_.initial_state(rows)) state.push_back(std::move(tensor));
  return state;
}

torch::Tensor LeakedGenerator::advance(const torch::Tensor& input,
                                       std::vector<torch::Tensor>& state) {
  const int64_t own = options().embedding_width;
  const torch::Tensor features =
      features_.advance(input.narrow(1, own, input.size(1) - own), &state[5]);
  std::vector<torch::Tensor> of_worker = {state[0], state[1]}, of_manager = {state[2], state[3]};
  const torch::Tensor goal = manager(features.unsqueeze(1), of_manager).squeeze(1).detach();
  const torch::Tensor earlier = state[4][0].narrow(1, 0, (own_.goal_steps - 1) * own_.goal_width);
  const torch::Tensor goals = torch::cat({torch::linear(goal, goal_projection_), earlier}, 1);
  const torch::Tensor states = worker(input.narrow(1, 0, own).unsqueeze(1), of_worker).squeeze(1);
  state[0] = of_worker[0];
  state[1] = of_worker[1];
  state[2] = of_manager[0];
  state[3] = of_manager[1];
  state[4] = goals.unsqueeze(0);
  return joined(states, goals.unflatten(1, {own_.goal_steps, own_.goal_width}).sum(1));
}

LeakedCourse LeakedGenerator::course(const torch::Tensor& tokens) {
  const int64_t rows = tokens.size(0), length = tokens.size(1);
  LeakedCourse course;
  course.features = features_.of_prefixes(tokens);
  std::vector<torch::Tensor> state = initial_state(rows);
  std::vector<torch::Tensor> of_worker = {state[0], state[1]}, of_manager = {state[2], state[3]};
  course.goals = manager(course.features.narrow(1, 0, length), of_manager);
  const torch::Tensor projected = torch::linear(course.goals.detach(), goal_projection_);
  const torch::Tensor sums = torch::constant_pad_nd(projected, {0, 0, own_.goal_steps - 1, 0})
                                 .unfold(1, own_.goal_steps, 1)
                                 .sum(-1);
  course.hidden = joined(worker(fed_embeddings(tokens, {}), of_worker), sums);
  return course;
}

torch::Tensor LeakedGenerator::hidden(const torch::Tensor& tokens, const torch::Tensor&) {
  return course(tokens).hidden;
}

torch::Tensor LeakedGenerator::fed_vectors() const {
  return torch::cat({embeddings(), features_.vectors()}, 1);
}

void LeakedGenerator::read_features_of(const Discriminator& discriminator) {
  const auto* convolutional = dynamic_cast<const ConvolutionalDiscriminator*>(&discriminator);
  if (convolutional == nullptr) {
    throw UsageError("generator.cell = \"leaked\": the discriminator has no filters");
  }
  features_.take(*convolutional);
}

torch::Tensor LeakedGenerator::pretraining_loss(const torch::Tensor& tokens,
                                                const torch::Tensor& weights,
                                                const torch::Tensor&) {
  const LeakedCourse course = this->course(tokens);
  const torch::Tensor of_manager = goal_loss(course, weights);
  return cross_entropy_of(course.hidden, tokens, weights) + of_manager - of_manager.detach();
}

torch::Tensor LeakedGenerator::goal_loss(const LeakedCourse& course,
                                         const torch::Tensor& weights) const {
  const int64_t length = course.goals.size(1);
  const auto places = torch::arange(length, torch::dtype(torch::kInt64).device(weights.device()));
  const torch::Tensor reached =
      course.features.index_select(1, (places + own_.goal_steps).clamp_max(length));
  const torch::Tensor ways = reached - course.features.narrow(1, 0, length);
  return -(weights * torch::cosine_similarity(ways, course.goals, 2)).sum();
}

torch::Tensor LeakedGenerator::worker(const torch::Tensor& input,
                                      std::vector<torch::Tensor>& state) const {
  const double dropout = in_training(options().output_dropout);
  const torch::Tensor fed = locked_dropout(input, in_training(options().input_dropout));
  return locked_dropout(recurrent_layers({.gates = kGates,
                                          .input = fed,
                                          .state = state,
                                          .weights = worker_weights_,
                                          .layers = options().layers,
                                          .dropout = dropout}),
                        dropout);
}

torch::Tensor LeakedGenerator::manager(const torch::Tensor& features,
                                       std::vector<torch::Tensor>& state) const {
  const torch::Tensor states = recurrent_layers({.gates = kGates,
                                                 .input = features,
                                                 .state = state,
                                                 .weights = manager_weights_,
                                                 .layers = 1,
                                                 .dropout = 0.0});
  const torch::Tensor goals = torch::linear(states, goal_weight_, goal_bias_);
  return goals / goals.norm(2, -1, true).clamp_min(kTinyGoal);
}

torch::Tensor LeakedGenerator::joined(const torch::Tensor& states,
                                      const torch::Tensor& goals) const {
  return (states.unsqueeze(-1) * goals.unsqueeze(-2)).flatten(-2);
}

std::shared_ptr<Generator> make_leaked_generator(const GeneratorOptions& options,
                                                 RandomStream stream) {
  return std::make_shared<LeakedGenerator>(options, options.own.get<LeakedOptions>(), stream);
}

}  // namespace lingan
