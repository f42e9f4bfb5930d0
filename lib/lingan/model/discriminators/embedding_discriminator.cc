#include <lingan/model/discriminators/embedding_discriminator.h>

#include <lingan/base/error.h>
#include <lingan/model/discriminators/discriminator_cards.h>
#include <lingan/model/discriminators/source_condition_options.h>
#include <lingan/model/layers/source_encoder.h>
#include <lingan/model/layers/token_pooling.h>
#include <lingan/model/option_check.h>
#include <lingan/model/sentences/sentences.h>

namespace lingan {
namespace {

constexpr int64_t kMaxVocabulary = int64_t{1} << 30;
constexpr int kFirstIterations = 15;
constexpr double kTinyNorm = 1e-12;     // keeps a vector of zeros finite
constexpr double kTinyVariance = 1e-8;  // keeps the slope of a deviation finite

torch::Tensor unit(const torch::Tensor& vector) {
  return vector / vector.norm().clamp_min(kTinyNorm);
}

const DiscriminatorOptions& checked(const DiscriminatorOptions& options) {
  check_range("discriminator.vocabulary_size", options.vocabulary_size, 1, kMaxVocabulary);
  check_range("discriminator.length", options.length, 1, kLongestSentence);
  check_range("the tokenizer's pad", options.specials.pad, -1, options.vocabulary_size - 1);
  check_options("discriminator", discriminator_keys(), &options);
  SourceConditionOptions condition = options.own.get<SourceConditionOptions>();
  check_options("discriminator", source_condition_keys(), &condition);
  return options;
}

}  // namespace

EmbeddingDiscriminator::EmbeddingDiscriminator(const DiscriminatorOptions& options)
    : options_(checked(options)) {
  if (!reads_key(options_, "representations")) options_.representations = 1;
  if (!has_token_outputs(options_)) options_.token_outputs = false;
  if (!judges_by_batch(options_)) options_.minibatch_deviation = false;
  if (shares_embeddings_) return;
  embedding_ = register_parameter(
      "embedding", torch::empty({options_.vocabulary_size, options_.embedding_width}));
}

torch::Tensor EmbeddingDiscriminator::add(const std::string& name, at::IntArrayRef shape) {
  auto weight = register_parameter(name, torch::empty(shape));
  if (shape.size() > 1) normalise(name, weight);
  return weight;
}

void EmbeddingDiscriminator::normalise(const std::string& name, const torch::Tensor& weight) {
  if (!options_.spectral_norm) return;
  const auto direction = register_buffer(name + "_direction", unit(torch::ones({weight.size(0)})));
  normalised_.push_back({weight, direction});
}

void EmbeddingDiscriminator::settle_norms() {
  for (int i = 0; i < kFirstIterations; ++i) begin_step();
}

void EmbeddingDiscriminator::begin_step() {
  const torch::NoGradGuard no_gradient;
  for (const auto& [weight, direction] : normalised_) {
    const auto matrix = weight.flatten(1);
    direction.copy_(unit(matrix.mv(unit(matrix.t().mv(direction)))));
  }
}

torch::Tensor EmbeddingDiscriminator::used(const torch::Tensor& weight) const {
  for (const auto& [known, direction] : normalised_) {
    if (!known.is_same(weight)) continue;
    const auto matrix = weight.flatten(1);
    const auto right = unit(matrix.detach().t().mv(direction));
    return weight / direction.dot(matrix.mv(right)).clamp_min(kTinyNorm);
  }
  return weight;
}

void EmbeddingDiscriminator::add_output(int64_t width, int64_t features) {
  const int64_t outputs = options_.classes > 0 ? options_.classes + 1 : 1;
  output_weight_ = add("output_weight", {outputs, width});
  output_bias_ = add("output_bias", {outputs});
  add_latent(features);
  add_source(width);
}

void EmbeddingDiscriminator::add_source(int64_t width) {
  const auto& condition = options_.own.get<SourceConditionOptions>();
  if (!condition.reads_sources) return;
  if (condition.sources == nullptr) {
    throw UsageError(
        "discriminator.reads_sources: the sentences have no sources; name a file of them "
        "(`sources`), or set it to false");
  }
  source_encoder_ = std::make_shared<SourceEncoder>(
      *this, SourceEncoderShape{.embedding_width = options_.embedding_width,
                                .width = options_.embedding_width,
                                .bos = options_.specials.bos,
                                .labels = condition.labels});
  source_encoder_->take(condition.sources);
  source_weight_ = add("source_weight", {width, options_.embedding_width});
}

void EmbeddingDiscriminator::add_latent(int64_t features) {
  if (options_.latent_width == 0) return;
  latent_weight_ = add("latent_weight", {options_.latent_width, features});
  latent_bias_ = add("latent_bias", {options_.latent_width});
}

void EmbeddingDiscriminator::add_token_output(int64_t width) {
  token_weight_ = add("token_weight", {1, width});
  token_bias_ = add("token_bias", {1});
}

torch::Tensor EmbeddingDiscriminator::token_output(const torch::Tensor& states) const {
  return torch::linear(states, used(token_weight_), token_bias_).squeeze(-1);
}

torch::Tensor EmbeddingDiscriminator::with_token_features(const torch::Tensor& features,
                                                          const torch::Tensor& states,
                                                          const torch::Tensor& lengths) const {
  return torch::cat({features, sum_minimum_and_mean(token_output(states), lengths)}, 1);
}

torch::Tensor EmbeddingDiscriminator::with_deviation(const torch::Tensor& features,
                                                     int64_t representations) const {
  if (!options_.minibatch_deviation) return features;
  const torch::Tensor by_sentence = features.unflatten(0, {-1, representations});  // [B, R, F]
  const torch::Tensor variance = by_sentence.var(0, /*unbiased=*/false);
  const torch::Tensor deviation = (variance + kTinyVariance).sqrt().mean(1);  // [R]
  const torch::Tensor of_all = deviation.expand({by_sentence.size(0), -1}).reshape({-1, 1});
  return torch::cat({features, of_all}, 1);
}

void EmbeddingDiscriminator::share_embeddings(const torch::Tensor& table) {
  check_range("generator.embedding_width", table.size(1), options_.embedding_width,
              options_.embedding_width);
  embedding_ = table;
}

bool EmbeddingDiscriminator::is_table(const torch::Tensor& parameter) const {
  return parameter.is_same(embedding_) ||
         (source_encoder_ != nullptr && parameter.is_same(source_encoder_->label_embedding()));
}

torch::Tensor EmbeddingDiscriminator::embedded(const Sentences& sentences) const {
  auto vectors = embed(sentences, table(), options_.specials.filler());
  if (!is_training() || options_.instance_noise == 0.0) return vectors;
  return vectors + options_.instance_noise * torch::randn_like(vectors);
}

torch::Tensor EmbeddingDiscriminator::dropped(const torch::Tensor& values) const {
  return is_training() && options_.dropout > 0.0 ? torch::dropout(values, options_.dropout, true)
                                                 : values;
}

/// Of rows [B x R, K + 1].
torch::Tensor EmbeddingDiscriminator::output_of_labels(const torch::Tensor& outputs,
                                                       const torch::Tensor& labels) const {
  if (!labels.defined()) {
    throw UsageError("generator.labels: D is told the labels, and the sentences have none");
  }
  const auto own = labels.repeat_interleave(outputs.size(0) / labels.size(0)).unsqueeze(1);
  return outputs.gather(1, own).squeeze(1) - outputs.select(1, options_.classes);
}

/// Of rows [B x R, W]: <P h(s), phi>.
torch::Tensor EmbeddingDiscriminator::output_of_sources(const torch::Tensor& values,
                                                        const torch::Tensor& numbers) const {
  if (!numbers.defined()) {
    throw UsageError(
        "discriminator.reads_sources: D reads the sources, and the sentences have none");
  }
  const Sentences sources = source_encoder_->sources(numbers);
  const torch::Tensor codes = source_encoder_->codes(to_vectors(sources, table()), sources);
  const torch::Tensor projected = torch::linear(codes, used(source_weight_));  // [B, W]
  const int64_t rows_of_each = values.size(0) / projected.size(0);
  return (values * projected.repeat_interleave(rows_of_each, 0)).sum(1);
}

torch::Tensor EmbeddingDiscriminator::output(const torch::Tensor& values,
                                             const torch::Tensor& labels) const {
  const torch::Tensor outputs = torch::linear(values, used(output_weight_), output_bias_);
  if (source_encoder_ != nullptr) return outputs.squeeze(-1) + output_of_sources(values, labels);
  if (options_.classes == 0) return outputs.squeeze(-1);
  if (is_told_labels_) return output_of_labels(outputs, labels);
  return outputs.narrow(1, 0, options_.classes).logsumexp(1) - outputs.select(1, options_.classes);
}

torch::Tensor EmbeddingDiscriminator::class_logits(const torch::Tensor& features) {
  if (options_.classes == 0 || !output_weight_.defined()) {
    return Discriminator::class_logits(features);
  }
  return torch::linear(last_layer(features), used(output_weight_), output_bias_);
}

torch::Tensor EmbeddingDiscriminator::latent(const Sentences& sentences) {
  if (!latent_weight_.defined()) return Discriminator::latent(sentences);
  return torch::linear(features(sentences), used(latent_weight_), latent_bias_);
}

torch::Tensor EmbeddingDiscriminator::penalty() const {
  if (!output_weight_.defined()) return torch::zeros({}, embedding_.options());
  if (options_.l2 == 0.0) return torch::zeros({}, output_weight_.options());
  const double weight = options_.classes > 0 ? options_.l2 : options_.l2 / 2;
  return weight * (output_weight_.square().sum() + output_bias_.square().sum());
}

}  // namespace lingan
