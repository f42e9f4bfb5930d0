/// What an evaluation of a run is asked for.
#pragma once

#include <string>
#include <vector>

#include <lingan/metrics/evaluation.h>
#include <lingan/run/evaluation/run_evaluation.h>

namespace lingan {

/// The metrics that were asked for, those of sentences and those of the model apart, and which real
/// sentences they need.
struct WantedMetrics {
  bool any_of_sentences = false;
  metrics::EvaluationOptions of_sentences;
  std::vector<std::string> of_model;     ///< likelihoods
  std::vector<std::string> divergences;  ///< of its distribution
  std::vector<std::string> of_labels;    ///< by a classifier of its labels
  bool references = false;               ///< by metrics of sentences
  bool training = false;                 ///< the same
  bool text = false;                     ///< the same: they read text
  bool measures_real = false;            ///< by metrics of the model
};

/// Those that a request names, or all that such a run has but those that train a network.
/// @throws UsageError for an unknown name, and for a likelihood under the generator that is named
/// beside a cut or a judge.
WantedMetrics wanted_metrics(const RunEvaluationRequest& request, const RunSpec& spec);

}  // namespace lingan
