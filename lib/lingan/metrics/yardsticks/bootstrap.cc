#include <lingan/metrics/yardsticks/bootstrap.h>

#include <algorithm>
#include <cmath>

#include <lingan/base/parallel.h>
#include <lingan/base/progress.h>
#include <lingan/metrics/no_value.h>
#include <lingan/metrics/significance/numpy_generator.h>
#include <lingan/metrics/significance/paired_tests.h>

namespace lingan::metrics {
namespace {

constexpr int64_t kBlock = 16;  // resamples whose sentences are drawn at once

double score_of_resample(const SentenceSums& sums, std::span<const uint32_t> sentences) {
  const auto columns = static_cast<size_t>(sums.columns);
  std::vector<double> totals(columns, 0);
  for (const uint32_t sentence : sentences) {
    const double* row = sums.values.data() + sentence * columns;
    for (size_t i = 0; i < columns; ++i) totals[i] += row[i];
  }
  return sums.score(totals);
}

}  // namespace

std::vector<double> resampled_scores(const SentenceSums& sums) {
  const auto sentences = static_cast<size_t>(sums.size());
  std::vector<double> scores(kResamples);
  std::vector<uint32_t> drawn(kBlock * sentences);
  NumpyGenerator generator(kResamplingSeed);
  Progress progress("resampling", kResamples, "resamples");
  for (int64_t begin = 0; begin < kResamples; begin += kBlock) {
    const int64_t count = std::min(kBlock, kResamples - begin);
    const std::span<uint32_t> block(drawn.data(), static_cast<size_t>(count) * sentences);
    generator.choose(static_cast<uint32_t>(sentences), block);
    parallel_for(count, 1, [&](int64_t first, int64_t last) {
      for (int64_t i = first; i < last; ++i) {
        const auto own = block.subspan(static_cast<size_t>(i) * sentences, sentences);
        scores[begin + i] = score_of_resample(sums, own);
      }
    });
    progress.update(begin + count);
  }
  return scores;
}

Ends bootstrap_interval(const SentenceSums& sums) {
  if (sums.size() < 2) throw NoValue("an interval needs at least two sentences");
  std::vector<double> scores = resampled_scores(sums);
  if (std::ranges::any_of(scores, [](double score) { return std::isnan(score); })) {
    throw NoValue("too few sentences have what the metric counts: a resample has none");
  }
  std::ranges::sort(scores);
  const size_t cut = scores.size() / 40;
  return {.low = scores[cut], .high = scores[scores.size() - cut - 1]};
}

}  // namespace lingan::metrics
