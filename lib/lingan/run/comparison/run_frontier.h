/// What a run of a comparison measures, at several sampling temperatures, or top-p.
#pragma once

#include <cstdint>
#include <filesystem>
#include <span>
#include <vector>

#include <lingan/metrics/evaluation.h>
#include <lingan/run/comparison/sweep.h>
#include <lingan/run/run_directory.h>

namespace lingan {

/// How to measure.
struct FrontierRequest {
  int64_t samples = 2000;              ///< sentences to draw at each value, >= 2
  Sweep sweep = Sweep::kTemperature;   ///< what is swept
  std::vector<double> values = {1.0};  ///< of it: rising, 1 among them
};

/// The metrics at a value of what is swept, in the order of reports.
struct MeasuredPoint {
  Sweep sweep = Sweep::kTemperature;
  double swept = 1.0;
  std::vector<metrics::MetricValue> values;
  double mean_tokens = 0.0;     ///< of a sentence, eos not counted
  double effective_size = 0.0;  ///< of resampling (JudgingReport); 0: nothing was resampled
};

/// Measures the run's generator at each value of what is swept; one that draws no tokens, at 1
/// alone. Where tokens are cut off, likelihoods under the generator are left out: they have no
/// value. The draws' seed is the run's: of runs of one seed, they are of the same random numbers.
/// Points are kept in the run's folder, one after the other as they come, and not measured again
/// while its weights and the number of samples are the same; those of several sweeps beside one
/// another.
/// @throws as evaluate_run.
std::vector<MeasuredPoint> measure_frontier(const RunDirectory& run,
                                            const FrontierRequest& request);

/// The same of the ensemble of several runs (RunEvaluationRequest::ensemble), by the first one's
/// seed.
/// @param kept  the file of its points.
std::vector<MeasuredPoint> measure_frontier(std::span<const RunDirectory> ensemble,
                                            const std::filesystem::path& kept,
                                            const FrontierRequest& request);

/// Measures the sentences of a recipe's start, at temperature 1, resampled by the odds of D in the
/// last checkpoint of the recipe's run (Judging::kResample): what this D could teach. They are
/// drawn by the start's seed. Likelihoods under the generator are left out: they have no value. The
/// point is kept in the recipe's run, and not measured again while start, checkpoint and the number
/// of samples are the same.
/// @throws as evaluate_run and RunJudge; NumericError if an output of D is not finite.
MeasuredPoint measure_resampled(const RunDirectory& start, const RunDirectory& run,
                                int64_t samples);

}  // namespace lingan
