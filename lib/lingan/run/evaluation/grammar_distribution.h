/// A grammar as the distribution of a run's sentences.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include <lingan/grammar/inside_algorithm.h>
#include <lingan/run/evaluation/true_distribution.h>

namespace lingan {

/// The grammar's sentences given that they fit the run: of one word at least, and of one less than
/// the run's length, which counts the end of a sentence. So are the lines of a corpus that is drawn
/// from the grammar, where the run's longest is as long as they may be.
class GrammarDistribution final : public TrueDistribution {
 public:
  /// @throws metrics::NoValue unless every token of the run is one word of the grammar, and if its
  /// sentences are too long to be parsed.
  GrammarDistribution(const RunSpec& spec, std::shared_ptr<const Grammar> grammar);

  TrueSentences draw(int64_t sentences, uint64_t seed) const override;
  std::vector<double> log_probabilities(const TokenBatch& rows) const override;
  std::string name() const override { return "grammar"; }

 private:
  double log_probability(const std::string& text) const;

  const RunSpec& spec_;
  std::shared_ptr<const Grammar> grammar_;
  InsideScorer inside_;
  int32_t longest_;       // words
  double log_share_ = 0;  // ln of the probability that a sentence fits
};

}  // namespace lingan
