/// A convolutional discriminator's judgement of many sentences on the CPU.
#pragma once

#include <lingan/engine/scoring/highway_scores.h>
#include <lingan/engine/scoring/token_window_features.h>
#include <lingan/model/discriminator_scorer.h>

namespace lingan {

/// Finds the windows of many sentences by tables (engine/scoring/token_window_features.h) where
/// that is cheaper than the discriminator's own forward, and scores them in one pass over its
/// highway layer (engine/scoring/highway_scores.h).
class ConvolutionalScorer final : public DiscriminatorScorer {
 public:
  /// @param windows, highway  the discriminator's present weights.
  ConvolutionalScorer(Discriminator& discriminator, engine::TokenWindowFeatures windows,
                      engine::HighwayScores highway);

 private:
  torch::Tensor score_sentences(const HardSentences& sentences) const override;
  torch::Tensor score_rows(const TokenBatch& rows,
                           const engine::SharedPrefixes& shared) const override;
  bool is_cheaper_by_tables(const TokenBatch& rows) const;

  engine::TokenWindowFeatures windows_;
  engine::HighwayScores highway_;
};

}  // namespace lingan
