#include <lingan/model/discriminators/convolutional_discriminator.h>

#include <optional>
#include <utility>

#include <fmt/format.h>

#include <lingan/base/error.h>
#include <lingan/model/compute_device.h>
#include <lingan/model/discriminators/convolutional_scorer.h>
#include <lingan/model/discriminators/convolutional_weights.h>
#include <lingan/model/discriminators/device_scorer.h>
#include <lingan/model/float_span.h>
#include <lingan/model/layers/highway.h>
#include <lingan/model/layers/max_over_time.h>
#include <lingan/model/layers/token_pooling.h>
#include <lingan/model/sentences/sentences.h>

namespace lingan {

ConvolutionalDiscriminator::ConvolutionalDiscriminator(const ConvolutionalShape& shape,
                                                       const DiscriminatorOptions& options,
                                                       RandomStream stream)
    : WindowDiscriminator(options), shape_(shape) {
  register_weights();
  draw_convolutional_weights(options.initial_weights, *this, stream);
  settle_norms();
}

void ConvolutionalDiscriminator::register_weights() {
  const int64_t filters = add_filters(options().embedding_width / options().representations);
  const int64_t sums = options().highway == "shared" ? filters : 2 * filters;
  highway_weight_ = add("highway_weight", {sums, filters});
  highway_bias_ = add("highway_bias", {sums});
  const int64_t features =
      filters + (options().token_outputs ? kTokenFeatures : 0) + batch_features();
  if (shape_.hidden_width > 0) {
    hidden_weight_ = add("hidden_weight", {shape_.hidden_width, features});
    hidden_bias_ = add("hidden_bias", {shape_.hidden_width});
  }
  add_output(shape_.hidden_width > 0 ? shape_.hidden_width : features, features);
  if (options().token_outputs) add_token_output(filters);
}

torch::Tensor ConvolutionalDiscriminator::maxima(torch::Tensor vectors) {
  const int64_t slices = options().representations;
  if (slices > 1) {  // [B, T, R * E/R] -> [B * R, T, E/R]
    vectors = vectors.unflatten(2, {slices, -1}).transpose(1, 2).flatten(0, 1);
  }
  const std::vector<torch::Tensor> weights = filter_weights();
  for (const torch::Tensor& weight : weights) {
    if (vectors.size(1) < weight.size(1)) {
      throw UsageError(fmt::format("sentences of width {}: expected at least {}", vectors.size(1),
                                   weight.size(1)));
    }
  }
  return max_over_time(vectors, weights, filter_biases());
}

torch::Tensor ConvolutionalDiscriminator::features(const Sentences& sentences) {
  const torch::Tensor vectors = embedded(sentences);
  const torch::Tensor all = features_of_maxima(maxima(vectors));
  if (token_weight().defined()) {
    return with_deviation(
        with_token_features(all, around_tokens(vectors), lengths_of(sentences, vectors)));
  }
  const int64_t slices = options().representations;
  const torch::Tensor with_batch = with_deviation(all, slices);
  return slices == 1 ? with_batch : with_batch.unflatten(0, {-1, slices}).mean(1);
}

torch::Tensor ConvolutionalDiscriminator::around_tokens(const torch::Tensor& vectors) const {
  const torch::Tensor columns = vectors.transpose(1, 2);  // [B, E, T]
  const std::vector<torch::Tensor> weights = filter_weights();
  std::vector<torch::Tensor> banks;
  for (size_t i = 0; i < weights.size(); ++i) {
    const int64_t beside = weights[i].size(1) - 1;  // tokens of a window beside its own
    const auto padded = torch::constant_pad_nd(columns, {beside / 2, beside - beside / 2});
    banks.push_back(torch::conv1d(padded, weights[i].transpose(1, 2), filter_biases()[i]));
  }
  return torch::relu(torch::cat(banks, 1)).transpose(1, 2);
}

torch::Tensor ConvolutionalDiscriminator::token_logits(const Sentences& sentences) {
  if (!token_weight().defined()) return Discriminator::token_logits(sentences);
  return token_output(dropped(around_tokens(embedded(sentences))));
}

torch::Tensor ConvolutionalDiscriminator::features_of_maxima(const torch::Tensor& maxima) const {
  return highway(maxima, used(highway_weight_), highway_bias_);
}

torch::Tensor ConvolutionalDiscriminator::last_layer(const torch::Tensor& features) const {
  const torch::Tensor kept = dropped(features);
  return hidden_weight_.defined() ? torch::linear(kept, used(hidden_weight_), hidden_bias_) : kept;
}

torch::Tensor ConvolutionalDiscriminator::logits_of_maxima(const torch::Tensor& maxima) {
  return output(last_layer(features_of_maxima(maxima)));
}

torch::Tensor ConvolutionalDiscriminator::logits(const Sentences& sentences) {
  if (token_weight().defined()) return output(last_layer(features(sentences)), sentences.labels);
  const int64_t slices = options().representations;
  const torch::Tensor found = features_of_maxima(maxima(embedded(sentences)));
  const torch::Tensor all = output(last_layer(with_deviation(found, slices)), sentences.labels);
  return shape_.representations ? all.view({-1, slices}) : all;
}

std::unique_ptr<DiscriminatorScorer> ConvolutionalDiscriminator::scorer(
    engine::Precision precision) {
  const bool is_seqgans = !shape_.representations && shape_.hidden_width == 0;
  const bool is_plain =
      !token_weight().defined() && !options().minibatch_deviation && !is_conditioned();
  if (!is_seqgans || !is_plain) return Discriminator::scorer(precision);
  if (const auto* kernels = device_kernels(embeddings())) {
    return std::make_unique<DeviceScorer>(*this, *kernels);
  }
  std::optional<engine::HighwayScores> highway;
  if (options().classes == 0) highway = pack_highway(precision);
  return std::make_unique<ConvolutionalScorer>(*this, pack_windows(), std::move(highway));
}

engine::TokenWindowFeatures ConvolutionalDiscriminator::pack_windows() const {
  const torch::NoGradGuard no_gradient;
  const std::vector<torch::Tensor> weights = filter_weights();
  std::vector<engine::TokenWindowBank> banks;
  for (size_t i = 0; i < weights.size(); ++i) {
    const torch::Tensor& weight = weights[i];
    banks.push_back({.width = static_cast<int32_t>(weight.size(1)),
                     .count = weight.size(0),
                     .weight = float_span(weight),
                     .bias = float_span(filter_biases()[i])});
  }
  return engine::TokenWindowFeatures(float_span(embeddings()), embeddings().size(1), banks);
}

engine::HighwayScores ConvolutionalDiscriminator::pack_highway(engine::Precision precision) const {
  const torch::NoGradGuard no_gradient;
  const torch::Tensor weight = used(highway_weight_), output = used(output_weight());
  return {{.weight = float_span(weight),
           .bias = float_span(highway_bias_),
           .output = float_span(output),
           .output_bias = output_bias().item<float>()},
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
