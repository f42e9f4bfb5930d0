#include <lingan/model/embedding_discriminator.h>

#include <lingan/model/option_check.h>
#include <lingan/model/sentences.h>

namespace lingan {
namespace {

constexpr int64_t kMaxVocabulary = int64_t{1} << 30;
constexpr int64_t kMaxLength = 65536;

const DiscriminatorOptions& checked(const DiscriminatorOptions& options) {
  check_range("discriminator.vocabulary_size", options.vocabulary_size, 1, kMaxVocabulary);
  check_range("discriminator.length", options.length, 1, kMaxLength);
  check_range("the tokenizer's pad", options.specials.pad, -1, options.vocabulary_size - 1);
  check_options("discriminator", discriminator_keys(), &options);
  return options;
}

}  // namespace

EmbeddingDiscriminator::EmbeddingDiscriminator(const DiscriminatorOptions& options)
    : options_(checked(options)) {
  if (options_.embeddings != "own") return;
  embedding_ = add("embedding", {options_.vocabulary_size, options_.embedding_width});
}

void EmbeddingDiscriminator::add_output(int64_t width, int64_t features) {
  const int64_t outputs = options_.classes > 0 ? options_.classes + 1 : 1;
  output_weight_ = add("output_weight", {outputs, width});
  output_bias_ = add("output_bias", {outputs});
  if (options_.latent_width == 0) return;
  latent_weight_ = add("latent_weight", {options_.latent_width, features});
  latent_bias_ = add("latent_bias", {options_.latent_width});
}

void EmbeddingDiscriminator::share_embeddings(const torch::Tensor& table) {
  check_range("generator.embedding_width", table.size(1), options_.embedding_width,
              options_.embedding_width);
  embedding_ = table;
}

torch::Tensor EmbeddingDiscriminator::embedded(const Sentences& sentences) const {
  const torch::Tensor table = options_.embeddings == "own" ? embedding_ : embedding_.detach();
  return embed(sentences, table, options_.specials.filler());
}

torch::Tensor EmbeddingDiscriminator::dropped(const torch::Tensor& values) const {
  return is_training() && options_.dropout > 0.0 ? torch::dropout(values, options_.dropout, true)
                                                 : values;
}

torch::Tensor EmbeddingDiscriminator::output(const torch::Tensor& values) const {
  const torch::Tensor outputs = torch::linear(values, output_weight_, output_bias_);
  if (options_.classes == 0) return outputs.squeeze(1);
  return outputs.narrow(1, 0, options_.classes).logsumexp(1) - outputs.select(1, options_.classes);
}

torch::Tensor EmbeddingDiscriminator::class_logits(const torch::Tensor& features) {
  if (options_.classes == 0) return Discriminator::class_logits(features);
  return torch::linear(last_layer(features), output_weight_, output_bias_);
}

torch::Tensor EmbeddingDiscriminator::latent(const Sentences& sentences) {
  if (!latent_weight_.defined()) return Discriminator::latent(sentences);
  return torch::linear(features(sentences), latent_weight_, latent_bias_);
}

torch::Tensor EmbeddingDiscriminator::penalty() const {
  if (options_.l2 == 0.0) return torch::zeros({}, output_weight_.options());
  const double weight = options_.classes > 0 ? options_.l2 : options_.l2 / 2;
  return weight * (output_weight_.square().sum() + output_bias_.square().sum());
}

}  // namespace lingan
