/// Sentences of a generator that a discriminator has chosen: what D knows and G does not, without
/// any training.
///
/// Where e^f(x) = D(x) / (1 - D(x)) are D's odds that a sentence x is real and none of G's, text is
/// G(x) e^f(x) as far as D can tell (Goodfellow et al. 2014, prop. 1; Deng et al. 2020, eq. 3).
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include <lingan/engine/rollouts/rollouts.h>

namespace lingan {

/// How sentences are chosen by the odds. Both take pools of kJudgedPool sentences of G.
enum class Judging {
  kReject,    ///< x is accepted with probability min(1, e^f(x) / M), M being the 99.9 % quantile of
              ///< e^f in the first pool (Azadi et al. 2019, algorithm 1)
  kResample,  ///< of a pool a tenth is taken in proportion to e^f (sampling-importance-resampling,
              ///< Rubin 1987), by systematic draws (Kitagawa 1996): a sentence comes twice only
              ///< where its odds are above ten times the pool's mean
};

/// Their names, in the order of Judging.
inline constexpr std::array<std::string_view, 2> kJudgings = {"reject", "resample"};

/// @throws UsageError for an unknown name.
Judging judging_named(std::string_view name);

/// Sentences of G that D judges at a time.
inline constexpr int64_t kJudgedPool = 10000;

/// Sentences, and where D has chosen them its f(x) of each.
struct JudgedSamples : engine::Samples {
  std::vector<double> log_odds = {};  ///< [rows]; empty: they were not judged
};

/// What to choose.
struct JudgedRequest {
  Judging judging = Judging::kReject;
  int64_t sentences = 0;  ///< that are chosen, >= 0
  /// f(x) of sentences, [rows].
  std::function<std::vector<double>(const TokenBatch& sentences)> log_odds;
};

/// What came of it.
struct JudgingReport {
  Judging judging = Judging::kReject;
  int64_t drawn = 0;          ///< sentences of G: whole pools
  int64_t accepted = 0;       ///< of them, by rejection
  double effective_size = 0;  ///< of a pool, mean: (sum e^f)^2 / sum e^2f sentences (Kong 1992)
};

/// One line: the acceptance rate, or the effective size.
std::string describe(const JudgingReport& report);

/// Draws pools, chooses, and hands on what was chosen, pool by pool. The first sentences are the
/// same however many are asked for.
/// @param draws  with rows and first_row left open.
/// @throws NumericError if f is not finite; what Rollouts::sample throws.
JudgingReport sample_judged(const engine::Rollouts& rollouts, engine::SampleRequest draws,
                            const JudgedRequest& request,
                            const std::function<void(const JudgedSamples&)>& consumer);

}  // namespace lingan
