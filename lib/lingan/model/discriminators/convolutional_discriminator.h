/// Discriminators of embedding, window filters with max over time, one highway layer and a linear
/// output: SeqGAN's, and RelGAN's with many representations of a sentence.
#pragma once

#include <memory>
#include <utility>

#include <lingan/engine/scoring/highway_scores.h>
#include <lingan/engine/scoring/token_window_features.h>
#include <lingan/model/discriminators/window_discriminator.h>

namespace lingan {

/// How the published networks differ.
struct ConvolutionalShape {
  bool representations;  ///< look at R slices of the embedding one by one: logits are [B, R], not
                         ///< [B]
  int64_t hidden_width;  ///< of the linear layer before the output; 0: none
};

/// The discriminator. Parameters of its network: those of the filters, over E/R numbers;
/// highway_weight [2F, F], the transform's rows before the gate's, and highway_bias [2F], or
/// [F, F] and [F] where both share them; hidden_weight, hidden_bias where there is a hidden layer.
/// Where it has outputs of tokens, of what the filters find around each, features end with their
/// sum, minimum and mean.
class ConvolutionalDiscriminator : public WindowDiscriminator {
 public:
  /// @throws UsageError if options are out of range.
  ConvolutionalDiscriminator(const ConvolutionalShape& shape, const DiscriminatorOptions& options,
                             RandomStream stream);

  torch::Tensor features(const Sentences& sentences) override;
  torch::Tensor logits(const Sentences& sentences) override;
  torch::Tensor token_logits(const Sentences& sentences) override;
  /// SeqGAN's scores by its windows where it is: ConvolutionalScorer on the CPU,
  /// DeviceScorer on a CUDA device.
  std::unique_ptr<DiscriminatorScorer> scorer(engine::Precision precision) override;

  /// Weight and bias of the highway layer as it is used (layers/highway.h).
  std::pair<torch::Tensor, torch::Tensor> highway_layer() const {
    return {used(highway_weight_), highway_bias_};
  }

  /// Raw outputs from what the filters found, max over time taken.
  /// @param maxima  [N, F].  @return [N].
  torch::Tensor logits_of_maxima(const torch::Tensor& maxima);
  /// The features of them, likewise.  @return [N, F].
  torch::Tensor features_of_maxima(const torch::Tensor& maxima) const;

 private:
  void register_weights();
  /// The filters' maxima, [B*R, F].
  /// @param vectors  embedded(sentences).
  torch::Tensor maxima(torch::Tensor vectors);
  /// What the filters find around each token, in windows of which it is the middle, [B, T, F].
  torch::Tensor around_tokens(const torch::Tensor& vectors) const;
  torch::Tensor last_layer(const torch::Tensor& features) const override;
  engine::TokenWindowFeatures pack_windows() const;
  engine::HighwayScores pack_highway(engine::Precision precision) const;

  ConvolutionalShape shape_;
  torch::Tensor highway_weight_;
  torch::Tensor highway_bias_;
  torch::Tensor hidden_weight_;
  torch::Tensor hidden_bias_;
};

}  // namespace lingan
