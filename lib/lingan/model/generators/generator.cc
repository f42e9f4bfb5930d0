#include <lingan/model/generators/generator.h>

#include <cmath>
#include <utility>

#include <lingan/base/error.h>
#include <lingan/engine/rollouts/cpu_rollouts.h>
#include <lingan/model/generators/labelled_sources.h>
#include <lingan/model/generators/latent_rollouts.h>
#include <lingan/model/generators/module_stepper.h>
#include <lingan/model/generators/source_rollouts.h>
#include <lingan/model/layers/initial_weights.h>
#include <lingan/model/layers/locked_dropout.h>
#include <lingan/model/layers/output_cross_entropy.h>
#include <lingan/model/layers/source_encoder.h>
#include <lingan/model/layers/von_mises_fisher.h>
#include <lingan/model/option_check.h>
#include <lingan/model/sentences/latent_code.h>

namespace lingan {
namespace {

constexpr int64_t kMaxVocabulary = int64_t{1} << 30;
// Large enough that exp() of it is 0 beside any trained logit, small enough to stay finite.
constexpr float kForbidden = -1e9F;

/// What points cost against embeddings, [..., E] both: [...].
torch::Tensor point_cost(const torch::Tensor& points, const torch::Tensor& embeddings,
                         PointDistance distance) {
  switch (distance) {
    case PointDistance::kCosine:
      return 1 - torch::cosine_similarity(points, embeddings, -1);
    case PointDistance::kEuclidean:
      return (points - embeddings).square().sum(-1) / 2;
    case PointDistance::kVonMisesFisher:
      break;
  }
  return von_mises_fisher_loss(points, embeddings);
}

const GeneratorOptions& checked(const GeneratorOptions& options) {
  const SpecialTokens& special = options.specials;
  check_range("generator.vocabulary_size", options.vocabulary_size, 1, kMaxVocabulary);
  check_range("the tokenizer's bos", special.bos, 0, options.vocabulary_size - 1);
  check_range("the tokenizer's pad", special.pad, -1, options.vocabulary_size - 1);
  check_range("the tokenizer's eos", special.eos, -1, options.vocabulary_size - 1);
  check_options("generator", generator_keys(), &options);
  if (const auto problem = generator_problem(options); !problem.empty()) throw UsageError(problem);
  return options;
}

}  // namespace

Generator::Generator(const GeneratorOptions& options, WithoutWeights) : options_(checked(options)) {
  check_labels(options);
}

Generator::Generator(const GeneratorOptions& options) : options_(checked(options)) {
  check_labels(options);
  check_sources(options);
  const SpecialTokens& specials = options.specials;
  if (specials.eos != -1) {  // else every id is an ordinary token
    if (specials.pad >= 0) forbidden_.push_back(specials.pad);
    forbidden_.push_back(specials.bos);
  }
  embedding_ = register_parameter("embedding",
                                  torch::empty({options.vocabulary_size, options.embedding_width}));
}

void Generator::finish(RandomStream stream, int64_t width) {
  const auto add = [this](const char* name, at::IntArrayRef shape) {
    return register_parameter(name, torch::empty(shape));
  };
  const int64_t hidden = options_.hidden_width;
  const int64_t outputs = has_softmax() ? options_.vocabulary_size : options_.embedding_width;
  output_weight_ = options_.tied_embeddings ? embedding_ : add("output_weight", {outputs, width});
  output_bias_ = add("output_bias", {outputs});
  const auto state_width = [this] { return initial_state(1).front().numel(); };
  if (options_.latent_width > 0) {
    const int64_t codes = options_.latent_width;
    latent_weight_ = add("latent_weight", {state_width(), codes});
    if (options_.prior_width > 0) {
      prior_ = add_perceptron(*this, "prior_", {codes, options_.prior_width, codes});
    }
  }
  const auto labels = static_cast<int64_t>(options_.label_sentences.size());
  if (options_.source != "none") {
    source_encoder_ = std::make_shared<SourceEncoder>(
        *this, SourceEncoderShape{.embedding_width = options_.embedding_width,
                                  .width = hidden,
                                  .bos = options_.specials.bos,
                                  .labels = reads_labelled_sources(options_) ? labels : 0});
    set_sources(options_.sources);
    latent_weight_ = add("source_weight", {state_width(), hidden});
    label_embedding_ = source_encoder_->label_embedding();
  }
  if (is_told_labels()) {
    label_embedding_ = add("label_embedding", {labels, options_.embedding_width});
  }
  initialize(stream);
}

void Generator::initialize(RandomStream stream) {
  InitialWeights draw(stream);
  const double bound = 1.0 / std::sqrt(static_cast<double>(options_.hidden_width));
  for (auto& parameter : parameters()) {
    if (parameter.is_same(latent_weight_)) {
      // A code of variance 1 then gives sums of variance 1, and spread first states.
      draw.normal(parameter, 1.0 / std::sqrt(static_cast<double>(latent_weight_.size(1))));
    } else if (prior_.owns(parameter)) {
      draw.normal(parameter, rectified_deviation(parameter));
    } else if (options_.initial_range > 0.0) {
      draw.normal(parameter, options_.initial_range);
    } else if (parameter.is_same(embedding_) || parameter.is_same(label_embedding_)) {
      // As output weights, embeddings of variance 1 would start with wild logits.
      draw.normal(parameter, options_.tied_embeddings ? bound : 1.0);
    } else {
      draw.uniform(parameter, -bound, bound);
    }
  }
  if (!has_softmax()) embedding_.set_requires_grad(false);
}

torch::Tensor Generator::codes(const torch::Tensor& noise) const {
  return prior_.defined() ? prior_(noise.to(latent_weight_.options())) : noise;
}

torch::Tensor Generator::latent_sums(const torch::Tensor& code) const {
  const torch::Tensor first = initial_state(1).front();  // [N, 1, W]
  const torch::Tensor sums = torch::linear(code.to(latent_weight_.options()), latent_weight_);
  return sums.view({-1, first.size(0), first.size(2)}).transpose(0, 1);
}

torch::Tensor Generator::draw_noise(RandomStream stream, uint64_t first_row, int64_t rows) const {
  const auto draw = options_.latent_codes == "binary" ? binary_codes : latent_codes;
  return draw(stream, first_row, rows, options_.latent_width);
}

std::vector<torch::Tensor> Generator::initial_state(const torch::Tensor& code) const {
  std::vector<torch::Tensor> state = initial_state(code.size(0));
  if (latent_weight_.defined()) state.front() = torch::tanh(latent_sums(code)).contiguous();
  return state;
}

torch::Tensor Generator::fed_embeddings(const torch::Tensor& tokens,
                                        const torch::Tensor& labels) const {
  const torch::Tensor first =
      torch::full({tokens.size(0), 1}, options_.specials.bos, tokens.options());
  torch::Tensor words =
      word_dropout(torch::embedding(embedding_, torch::cat({first, tokens.slice(1, 0, -1)}, 1)),
                   in_training(options_.word_dropout));
  if (!is_told_labels()) return words;
  return torch::cat({first_input(words.size(0), labels).unsqueeze(1), words.slice(1, 1)}, 1);
}

torch::Tensor Generator::hidden_of_codes(const Sentences& sentences) {
  return read(fed_embeddings(sentences.tokens, {}), initial_state(sentences.latent),
              sentences.lengths);
}

torch::Tensor Generator::read(const torch::Tensor& fed, std::vector<torch::Tensor> state,
                              const torch::Tensor&) {
  const torch::Tensor input = locked_dropout(fed, in_training(options_.input_dropout));
  std::vector<torch::Tensor> all;
  for (int64_t t = 0; t < input.size(1); ++t) all.push_back(advance(input.select(1, t), state));
  return locked_dropout(torch::stack(all, 1), in_training(options_.output_dropout));
}

/// |W h + b - e|^2 is smallest where e.(W h + b) - |e|^2 / 2 is largest, and the angle where that
/// is for an e of length 1 without the second term.
GeneratorOutput Generator::nearest_output() const {
  constexpr double kTiny = 1e-12;
  const bool by_angle = distance_ != PointDistance::kEuclidean;
  const torch::Tensor table =
      by_angle ? embedding_ / embedding_.norm(2, 1, true).clamp_min(kTiny) : embedding_;
  GeneratorOutput layer{table.matmul(output_weight_), table.matmul(output_bias_)};
  if (!by_angle) layer.bias = layer.bias - table.square().sum(1) / 2;
  return layer;
}

GeneratorOutput Generator::output() const {
  GeneratorOutput layer =
      has_softmax() ? GeneratorOutput{output_weight_, output_bias_} : nearest_output();
  if (forbidden_.empty()) return layer;
  layer.bias = layer.bias.clone();
  for (const int64_t token : forbidden_) layer.bias.select(0, token).fill_(kForbidden);
  return layer;
}

torch::Tensor Generator::logits(const torch::Tensor& hidden) const {
  const GeneratorOutput layer = output();
  return torch::linear(hidden, layer.weight, layer.bias);
}

torch::Tensor Generator::points(const torch::Tensor& hidden) const {
  if (has_softmax()) {
    throw UsageError("generator.output: a softmax has no points; set it to \"point\"");
  }
  return torch::linear(hidden, output_weight_, output_bias_);
}

torch::Tensor Generator::cross_entropy(const torch::Tensor& tokens, const torch::Tensor& weights,
                                       const torch::Tensor& labels) {
  const torch::Tensor own = reads_sources() ? source_encoder_->of_open(weights, labels) : weights;
  return cross_entropy_of(hidden(tokens, labels), tokens, own);
}

torch::Tensor Generator::cross_entropy_of(const torch::Tensor& hidden, const torch::Tensor& tokens,
                                          const torch::Tensor& weights) const {
  const GeneratorOutput layer = output();
  return output_cross_entropy({.hidden = hidden.flatten(0, 1),
                               .weight = layer.weight,
                               .bias = layer.bias,
                               .targets = tokens.flatten(),
                               .weights = weights.flatten()});
}

torch::Tensor Generator::pretraining_loss(const torch::Tensor& tokens, const torch::Tensor& weights,
                                          const torch::Tensor& labels) {
  if (!is_autoregressive()) {
    throw UsageError("generator.cell: \"" + options_.cell +
                     "\" writes all tokens at once and is not pretrained");
  }
  if (has_softmax()) return cross_entropy(tokens, weights, labels);
  const torch::Tensor wanted = torch::embedding(embedding_, tokens);
  const torch::Tensor own = reads_sources() ? source_encoder_->of_open(weights, labels) : weights;
  return (point_cost(points(hidden(tokens, labels)), wanted, distance_) * own).sum();
}

void Generator::forbid(std::span<const int32_t> ids) {
  forbidden_.insert(forbidden_.end(), ids.begin(), ids.end());
}

std::shared_ptr<Generator> Generator::clone_on_cpu() const { return clone_with(options_); }

std::shared_ptr<Generator> Generator::clone_with(const GeneratorOptions& options) const {
  const torch::NoGradGuard no_gradient;
  std::shared_ptr<Generator> copy = make_generator(options, {0, Purpose::kInitialize, 0});
  const auto source = named_parameters();
  for (auto& parameter : copy->named_parameters()) {
    parameter.value().copy_(source[parameter.key()]);
  }
  copy->forbidden_ = forbidden_;
  copy->eval();
  return copy;
}

std::unique_ptr<engine::Rollouts> Generator::rollouts(const SpecialTokens& specials,
                                                      engine::Precision precision) const {
  if (is_told_labels()) return labelled_rollouts(specials, precision);
  return with_first_states(
      std::make_unique<engine::CpuRollouts>(
          std::make_unique<ModuleStepper>(clone_on_cpu(), precision), specials),
      state_rows);
}

std::unique_ptr<engine::Rollouts> Generator::with_first_states(
    std::unique_ptr<engine::Rollouts> rollouts, StateRows& rows) const {
  if (!latent_weight_.defined()) return rollouts;
  if (reads_sources()) {
    const auto of_sources = [copy = clone_on_cpu(), &rows](const Sentences& sources) {
      return rows(copy->first_state_of(sources));
    };
    return std::make_unique<SourceRollouts>(std::move(rollouts), options_.sources, of_sources,
                                            options_.specials, reads_itself());
  }
  const std::shared_ptr<const Generator> copy = clone_on_cpu();
  const auto noise = [copy](RandomStream stream, uint64_t first_row, int64_t count) {
    return copy->draw_noise(stream, first_row, count);
  };
  const auto states = [copy, &rows](const torch::Tensor& drawn) {
    return rows(copy->initial_state(copy->codes(drawn)));
  };
  return std::make_unique<LatentRollouts>(std::move(rollouts),
                                          LatentSampling{.noise = noise,
                                                         .states = states,
                                                         .nearest = !has_softmax(),
                                                         .autoregressive = is_autoregressive()});
}

}  // namespace lingan
