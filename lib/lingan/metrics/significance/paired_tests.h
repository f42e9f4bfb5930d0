/// Whether two systems differ on the same sentences by more than chance: paired bootstrap and
/// paired approximate randomization, as sacreBLEU 2.6.0 has them, number by number.
///
/// Sources: Koehn 2004, "Statistical significance tests for machine translation evaluation";
/// Riezler and Maxwell 2005; Clark et al. 2011 (multeval), from which sacreBLEU has the p-value.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include <lingan/metrics/segment_statistics.h>

namespace lingan::metrics {

/// sacreBLEU's seed.
constexpr uint32_t kResamplingSeed = 12345;

/// What a test says of one system. Scores are those of the metric.
struct SystemResult {
  double score = 0;
  std::optional<double> mean = std::nullopt;      ///< of the resamples, by the bootstrap
  std::optional<double> interval = std::nullopt;  ///< half of the 95 % interval's width, the same
  std::optional<double> p = std::nullopt;         ///< against the first system; none of itself
  std::optional<double> p_holm = std::nullopt;    ///< p after Holm's correction
};

/// A test of systems, the first of which is the baseline, on the same sentences.
using PairedTest = std::vector<SystemResult> (*)(const CorpusScore& metric,
                                                 std::span<const SegmentStatistics> systems,
                                                 int64_t samples);

/// Sentences are drawn with replacement, the same for all systems, and each resample is scored in
/// single precision as sacreBLEU does it.  @param samples  resamples; sacreBLEU takes 1,000.
/// REQUIRES: all systems have the same number of sentences, at least 1.
std::vector<SystemResult> paired_bootstrap(const CorpusScore& metric,
                                           std::span<const SegmentStatistics> systems,
                                           int64_t samples);

/// Every sentence is exchanged between a system and the baseline, or not, by the toss of a coin.
/// @param samples  trials; sacreBLEU takes 10,000.  REQUIRES: as paired_bootstrap.
std::vector<SystemResult> paired_randomization(const CorpusScore& metric,
                                               std::span<const SegmentStatistics> systems,
                                               int64_t samples);

}  // namespace lingan::metrics
