#include <algorithm>
#include <cmath>

#include <lingan/base/parallel.h>
#include <lingan/base/progress.h>
#include <lingan/metrics/significance/numpy_generator.h>
#include <lingan/metrics/significance/numpy_summary.h>
#include <lingan/metrics/significance/paired_tests.h>

namespace lingan::metrics {
namespace {

constexpr int64_t kBlock = 16;  // resamples whose sentences are drawn at once

// The score of a resample, summed in single precision, sentence after sentence.
double score_of_resample(const CorpusScore& metric, const SegmentStatistics& system,
                         std::span<const uint32_t> sentences) {
  const auto columns = static_cast<size_t>(system.columns);
  std::vector<float> sums(columns, 0.0F);
  for (const uint32_t sentence : sentences) {
    const int32_t* row = system.values.data() + sentence * columns;
    for (size_t i = 0; i < columns; ++i) sums[i] += static_cast<float>(row[i]);
  }
  return metric.score_of_floats(sums);
}

// [systems][samples]
std::vector<std::vector<double>> resampled_scores(const CorpusScore& metric,
                                                  std::span<const SegmentStatistics> systems,
                                                  int64_t samples) {
  const int64_t sentences = systems[0].size();
  std::vector<std::vector<double>> scores(systems.size(),
                                          std::vector<double>(static_cast<size_t>(samples)));
  std::vector<uint32_t> drawn(static_cast<size_t>(kBlock * sentences));
  NumpyGenerator generator(kResamplingSeed);
  Progress progress("resampling", samples, "resamples");
  for (int64_t begin = 0; begin < samples; begin += kBlock) {
    const int64_t count = std::min(kBlock, samples - begin);
    const std::span<uint32_t> block(drawn.data(), static_cast<size_t>(count * sentences));
    generator.choose(static_cast<uint32_t>(sentences), block);
    parallel_for(count, 1, [&](int64_t first, int64_t last) {
      for (int64_t i = first; i < last; ++i) {
        const auto own =
            block.subspan(static_cast<size_t>(i * sentences), static_cast<size_t>(sentences));
        for (size_t s = 0; s < systems.size(); ++s) {
          scores[s][begin + i] = score_of_resample(metric, systems[s], own);
        }
      }
    });
    progress.update(begin + count);
  }
  return scores;
}

template <typename Number>
std::vector<SystemResult> results_of(const std::vector<std::vector<double>>& resampled,
                                     std::span<const double> scores) {
  std::vector<SystemResult> results;
  const std::vector<Number> baseline(resampled[0].begin(), resampled[0].end());
  for (size_t s = 0; s < resampled.size(); ++s) {
    const std::vector<Number> own(resampled[s].begin(), resampled[s].end());
    const Spread spread = spread_of(own);
    SystemResult result{.score = scores[s], .mean = spread.mean, .interval = spread.interval};
    if (s > 0) {
      result.p = bootstrap_p_value<Number>(own, baseline, std::abs(scores[0] - scores[s]));
    }
    results.push_back(result);
  }
  return results;
}

}  // namespace

std::vector<SystemResult> paired_bootstrap(const CorpusScore& metric,
                                           std::span<const SegmentStatistics> systems,
                                           int64_t samples) {
  std::vector<double> scores;
  for (const auto& system : systems) scores.push_back(metric.score(system.sums()));
  const auto resampled = resampled_scores(metric, systems, samples);
  return metric.is_float ? results_of<float>(resampled, scores)
                         : results_of<double>(resampled, scores);
}

}  // namespace lingan::metrics
