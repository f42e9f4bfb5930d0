/// The texts of a run, for `lingan eval RUN`.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include <lingan/metrics/evaluation.h>
#include <lingan/run/run_directory.h>

namespace lingan::tools {

/// Samples of a run, and the sentences it was trained and validated on, as text.
class RunTexts {
 public:
  /// Draws the samples.  @throws InputError if the run has no generator yet.
  RunTexts(RunDirectory run, int64_t sentences, uint64_t seed);

  std::vector<std::string> samples() const;
  std::vector<std::string> held_out() const;
  std::vector<std::string> training() const;

  /// How to split these texts: `whitespace`, `word`, `character`, or the run's tokenizer file.
  std::string tokenizer() const;

  /// The metrics that need the model (see run_likelihoods), on the samples and on held-out text.
  /// @param references  a file to take in place of the run's own held-out text; empty: none.
  std::vector<metrics::MetricValue> likelihoods(const std::string& references) const;

 private:
  std::vector<std::string> decode(const TokenBatch& batch) const;

  RunDirectory run_;
  RunSentences sentences_;
  TokenBatch samples_;
};

}  // namespace lingan::tools
