/// How good a sampled estimate of a gradient is, from blocks of estimates.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <lingan/gan/gradients/sampled_estimator_cards.h>

namespace lingan {

/// The groups of weights: embeddings (of the output, too, where they are tied), all that stands
/// between them and the output layer, and the output layer.
inline constexpr std::array<std::string_view, 3> kWeightGroups = {"embedding", "recurrent",
                                                                  "output"};

/// A number with an interval that covers the true one in about 19 of 20 studies; NaN, all three:
/// there is none.
struct Estimate {
  double value = 0.0;
  double low = 0.0;
  double high = 0.0;
};

/// Moments of an estimator's gradient in some of its coordinates.
struct SampledMoments {
  Estimate bias;                ///< ||E g - E r||, r being the reference
  Estimate variance;            ///< of one estimate, summed over the coordinates
  Estimate mean_squared_error;  ///< bias^2 + variance
  Estimate cosine;              ///< between E g and E r; none where noise hides a direction
  Estimate signal_to_noise;     ///< ||E g|| / sqrt(variance)
};

/// Products of blocks of estimates g of one estimator and of the reference r.
struct BlockProducts {
  int64_t blocks = 0;            ///< B of each of the two
  std::vector<double> products;  ///< [2 B, 2 B]: of the blocks' means, the estimator's first
  std::vector<double> squares;   ///< [B]: sums of ||g||^2 over the estimates of a block
  int64_t estimates = 0;         ///< in one of the estimator's blocks
};

/// The moments without the bias that noise gives to them: ||E g||^2 is the mean product of two
/// different blocks. Intervals are Student's, over the jackknife's deviations (Efron & Stein 1981)
/// with one block after the other left out; where the truth is 0 those of norms are too wide. A
/// figure that is not defined without one of the blocks (a cosine where ||E g||^2 or ||E r||^2 is
/// not above 0) is none.
SampledMoments sampled_moments(const BlockProducts& all);

/// ||E r|| of the reference.
Estimate reference_norm(const BlockProducts& all);

/// One estimator with its settings.
struct SampledQuality {
  const SampledEstimatorCard* card = nullptr;
  gradients::EstimatorSettings settings = {};
  std::string note = {};        ///< why nothing is known; empty: all is
  int64_t estimates = 0;        ///< that were made
  SampledMoments moments = {};  ///< over all weights
  double seconds = 0.0;         ///< of one estimate, on the clock
  double reward_calls = 0.0;    ///< sentences that D judges for one estimate, the mean
  double tokens = 0.0;          ///< tokens that G draws for it, in expectation
  /// By groups of weights, in the order of kWeightGroups.
  std::vector<SampledMoments> by_group = {};
  /// At position t, [T]: by a bias that is added to its logits [V], whatever stands before it.
  std::vector<SampledMoments> by_position = {};
};

/// What a study of a run finds.
struct SampledStudy {
  int64_t reference_sentences = 0;  ///< of the reference
  double reward = 0.0;              ///< their mean one
  Estimate reference_norm = {};     ///< of the gradient E r, over all weights
  std::vector<Estimate> norm_by_group = {};
  std::vector<Estimate> norm_by_position = {};
  std::vector<SampledQuality> estimators = {};
};

}  // namespace lingan
