/// A convolutional discriminator's judgement of many sentences on the CPU.
#pragma once

#include <optional>

#include <lingan/engine/scoring/highway_scores.h>
#include <lingan/engine/scoring/token_window_features.h>
#include <lingan/model/discriminators/convolutional_discriminator.h>
#include <lingan/model/discriminators/discriminator_scorer.h>

namespace lingan {

/// Finds the windows of many sentences by tables (engine/scoring/token_window_features.h) where
/// that is cheaper than the discriminator's own forward. Raw outputs come in one pass over its
/// highway layer (engine/scoring/highway_scores.h), features from the layer itself.
class ConvolutionalScorer final : public DiscriminatorScorer {
 public:
  /// @param windows, highway  the discriminator's present weights; without a highway raw outputs
  ///                           come from the layers themselves, too.
  ConvolutionalScorer(ConvolutionalDiscriminator& discriminator,
                      engine::TokenWindowFeatures windows,
                      std::optional<engine::HighwayScores> highway);

 private:
  torch::Tensor value_sentences(const HardSentences& sentences,
                                const SentenceValue& value) const override;
  torch::Tensor value_rows(const TokenBatch& rows, const engine::SharedPrefixes& shared,
                           const SentenceValue& value) const override;
  bool is_cheaper_by_tables(const TokenBatch& rows) const;
  /// @param maxima  what the filters found, [n, F].
  torch::Tensor value_maxima(const torch::Tensor& maxima, const SentenceValue& value) const;

  ConvolutionalDiscriminator& discriminator_;
  engine::TokenWindowFeatures windows_;
  std::optional<engine::HighwayScores> highway_;
};

}  // namespace lingan
