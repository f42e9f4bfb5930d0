#include <lingan/model/convolutional_discriminator.h>

#include <algorithm>
#include <numeric>

#include <fmt/format.h>

#include <lingan/base/error.h>
#include <lingan/model/compute_device.h>
#include <lingan/model/convolutional_scorer.h>
#include <lingan/model/convolutional_weights.h>
#include <lingan/model/device_scorer.h>
#include <lingan/model/highway.h>
#include <lingan/model/max_over_time.h>
#include <lingan/model/option_check.h>
#include <lingan/model/sentences.h>

namespace lingan {
namespace {

constexpr int64_t kMaxVocabulary = int64_t{1} << 30;
constexpr int64_t kMaxLength = 65536;

std::span<const float> floats(const torch::Tensor& tensor) {
  return {tensor.const_data_ptr<float>(), static_cast<size_t>(tensor.numel())};
}

void check(const ConvolutionalShape& shape, const DiscriminatorOptions& options) {
  check_range("discriminator.vocabulary_size", options.vocabulary_size, 1, kMaxVocabulary);
  check_range("discriminator.length", options.length, 1, kMaxLength);
  check_range("the tokenizer's pad", options.specials.pad, -1, options.vocabulary_size - 1);
  check_options("discriminator", discriminator_keys(), &options);
  if (!shape.representations && options.representations != 1) {
    throw UsageError("discriminator.representations: the kind \"" + options.kind +
                     "\" has one; set discriminator.kind = \"multi-representation-cnn\"");
  }
  if (const auto problem = discriminator_problem(options); !problem.empty()) {
    throw UsageError(problem);
  }
}

}  // namespace

ConvolutionalDiscriminator::ConvolutionalDiscriminator(const ConvolutionalShape& shape,
                                                       const DiscriminatorOptions& options,
                                                       RandomStream stream)
    : shape_(shape), options_(options) {
  check(shape, options);
  register_weights();
  draw_convolutional_weights(options.initial_weights, *this, stream);
}

torch::Tensor ConvolutionalDiscriminator::add(const std::string& name, at::IntArrayRef shape) {
  return register_parameter(name, torch::empty(shape));
}

void ConvolutionalDiscriminator::register_weights() {
  const int64_t slice = options_.embedding_width / options_.representations;
  if (options_.embeddings == "own") {
    embedding_ = add("embedding", {options_.vocabulary_size, options_.embedding_width});
  }
  for (size_t i = 0; i < options_.filter_widths.size(); ++i) {
    const int64_t width = std::min(options_.filter_widths[i], options_.length);
    const int64_t count = options_.filter_counts[i];
    filter_weights_.push_back(add(fmt::format("filter_weight_{}", i), {count, width, slice}));
    filter_biases_.push_back(add(fmt::format("filter_bias_{}", i), {count}));
  }
  const int64_t found =
      std::accumulate(options_.filter_counts.begin(), options_.filter_counts.end(), int64_t{0});
  const int64_t sums = options_.highway == "shared" ? found : 2 * found;
  highway_weight_ = add("highway_weight", {sums, found});
  highway_bias_ = add("highway_bias", {sums});
  if (shape_.hidden_width > 0) {
    hidden_weight_ = add("hidden_weight", {shape_.hidden_width, found});
    hidden_bias_ = add("hidden_bias", {shape_.hidden_width});
  }
  output_weight_ = add("output_weight", {1, shape_.hidden_width > 0 ? shape_.hidden_width : found});
  output_bias_ = add("output_bias", {1});
  if (options_.latent_width > 0) {
    latent_weight_ = add("latent_weight", {options_.latent_width, found});
    latent_bias_ = add("latent_bias", {options_.latent_width});
  }
}

void ConvolutionalDiscriminator::share_embeddings(const torch::Tensor& table) {
  check_range("generator.embedding_width", table.size(1), options_.embedding_width,
              options_.embedding_width);
  embedding_ = table;
}

torch::Tensor ConvolutionalDiscriminator::maxima(const Sentences& sentences) {
  const int64_t slices = options_.representations;
  const bool shared = options_.embeddings != "own";
  torch::Tensor vectors =
      embed(sentences, shared ? embedding_.detach() : embedding_, options_.specials.filler());
  if (slices > 1) {  // [B, T, R * E/R] -> [B * R, T, E/R]
    vectors = vectors.unflatten(2, {slices, -1}).transpose(1, 2).flatten(0, 1);
  }
  for (const torch::Tensor& weight : filter_weights_) {
    if (vectors.size(1) < weight.size(1)) {
      throw UsageError(fmt::format("sentences of width {}: expected at least {}", vectors.size(1),
                                   weight.size(1)));
    }
  }
  return max_over_time(vectors, filter_weights_, filter_biases_);
}

torch::Tensor ConvolutionalDiscriminator::features(const Sentences& sentences) {
  const torch::Tensor all = features_of_maxima(maxima(sentences));
  const int64_t slices = options_.representations;
  return slices == 1 ? all : all.unflatten(0, {-1, slices}).mean(1);
}

torch::Tensor ConvolutionalDiscriminator::output(const torch::Tensor& features) const {
  torch::Tensor last = is_training() && options_.dropout > 0.0
                           ? torch::dropout(features, options_.dropout, true)
                           : features;
  if (hidden_weight_.defined()) last = torch::linear(last, hidden_weight_, hidden_bias_);
  return torch::linear(last, output_weight_, output_bias_).squeeze(1);
}

torch::Tensor ConvolutionalDiscriminator::features_of_maxima(const torch::Tensor& found) const {
  return highway(found, highway_weight_, highway_bias_);
}

torch::Tensor ConvolutionalDiscriminator::logits_of_maxima(const torch::Tensor& found) {
  return output(features_of_maxima(found));
}

torch::Tensor ConvolutionalDiscriminator::logits(const Sentences& sentences) {
  const torch::Tensor all = logits_of_maxima(maxima(sentences));
  return shape_.representations ? all.view({-1, options_.representations}) : all;
}

torch::Tensor ConvolutionalDiscriminator::latent(const Sentences& sentences) {
  if (!latent_weight_.defined()) return Discriminator::latent(sentences);
  return torch::linear(features(sentences), latent_weight_, latent_bias_);
}

torch::Tensor ConvolutionalDiscriminator::penalty() const {
  if (options_.l2 == 0.0) return torch::zeros({});
  return options_.l2 / 2 * (output_weight_.square().sum() + output_bias_.square().sum());
}

std::unique_ptr<DiscriminatorScorer> ConvolutionalDiscriminator::scorer(
    engine::Precision precision) {
  if (shape_.representations || shape_.hidden_width > 0) return Discriminator::scorer(precision);
  if (const auto* kernels = device_kernels(embedding_)) {
    return std::make_unique<DeviceScorer>(*this, *kernels);
  }
  return std::make_unique<ConvolutionalScorer>(*this, pack_windows(), pack_highway(precision));
}

engine::TokenWindowFeatures ConvolutionalDiscriminator::pack_windows() const {
  std::vector<engine::TokenWindowBank> banks;
  for (size_t i = 0; i < filter_weights_.size(); ++i) {
    const torch::Tensor& weight = filter_weights_[i];
    banks.push_back({.width = static_cast<int32_t>(weight.size(1)),
                     .count = weight.size(0),
                     .weight = floats(weight),
                     .bias = floats(filter_biases_[i])});
  }
  return engine::TokenWindowFeatures(floats(embedding_), embedding_.size(1), banks);
}

engine::HighwayScores ConvolutionalDiscriminator::pack_highway(engine::Precision precision) const {
  return {{.weight = floats(highway_weight_),
           .bias = floats(highway_bias_),
           .output = floats(output_weight_),
           .output_bias = output_bias_.item<float>()},
          precision};
}

std::shared_ptr<Discriminator> make_cnn_discriminator(const DiscriminatorOptions& options,
                                                      RandomStream stream) {
  constexpr ConvolutionalShape kSeqGan = {false, 0};
  return std::make_shared<ConvolutionalDiscriminator>(kSeqGan, options, stream);
}

std::shared_ptr<Discriminator> make_multi_representation_discriminator(
    const DiscriminatorOptions& options, RandomStream stream) {
  constexpr ConvolutionalShape kRelGan = {true, 100};
  return std::make_shared<ConvolutionalDiscriminator>(kRelGan, options, stream);
}

}  // namespace lingan
