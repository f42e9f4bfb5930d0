/// The estimators of a gradient that can be measured on a run by sampling: what reports and help
/// say of them, without torch.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <lingan/gradients/study.h>

namespace lingan {

/// An estimator. Those that gradients/estimators.def has by the same name are the same.
struct SampledEstimatorCard {
  std::string_view name;
  std::string_view summary;
  std::string_view paper;
  std::string_view variant;  ///< a name in baselines(), or, of a pathwise one, gumbel_estimators()
  bool pathwise = false;     ///< differentiates through D; else goes by rewards
  // Which of the settings it looks at. Samples: sentences of one estimate, of every estimator.
  bool by_samples = true;
  bool by_rollouts = false;
  bool by_temperature = false;
  bool by_backward_temperature = false;
};

/// All of them, in the order of reports.
std::span<const SampledEstimatorCard> sampled_estimators();

/// Why an estimator cannot be made with these settings; empty: it can.
std::string why_not_sampled(const SampledEstimatorCard& card,
                            const gradients::EstimatorSettings& settings);

/// The estimators that are measured: those that are named, else all.
/// @throws UsageError for an unknown name, and for one that none of the settings allows.
std::vector<const SampledEstimatorCard*> chosen_sampled_estimators(
    const gradients::StudyOptions& sweep);

}  // namespace lingan
