#include <lingan/run/evaluation/true_distribution.h>

#include <numeric>
#include <utility>

#include <lingan/base/error.h>
#include <lingan/metrics/no_value.h>
#include <lingan/model/generators/oracle.h>
#include <lingan/run/evaluation/grammar_distribution.h>

namespace lingan {
namespace {

class OracleDistribution final : public TrueDistribution {
 public:
  explicit OracleDistribution(const RunSpec& spec)
      : length_(spec.length),
        rollouts_(load_oracle(spec.oracle)->rollouts(spec.tokenizer->specials())) {}

  TrueSentences draw(int64_t sentences, uint64_t seed) const override {
    engine::SampleRequest request;
    request.rows = sentences;
    request.length = length_;
    request.stream = {seed, Purpose::kOracle, 2};  // data is drawn at step 1
    TrueSentences drawn{.rows = rollouts_->sample(request).tokens};
    drawn.log_probabilities = log_probabilities(drawn.rows);
    return drawn;
  }

  std::vector<double> log_probabilities(const TokenBatch& rows) const override {
    return sentence_log_probabilities(*rollouts_, rows);
  }

  std::string name() const override { return "oracle"; }

 private:
  int32_t length_;
  std::unique_ptr<engine::Rollouts> rollouts_;
};

}  // namespace

std::unique_ptr<TrueDistribution> true_distribution(const RunSpec& spec,
                                                    std::shared_ptr<const Grammar> grammar) {
  if (!spec.oracle.empty() && grammar) {
    throw UsageError("`grammar`: the run's sentences are an oracle's; leave it out");
  }
  if (!spec.oracle.empty()) return std::make_unique<OracleDistribution>(spec);
  if (grammar) return std::make_unique<GrammarDistribution>(spec, std::move(grammar));
  throw metrics::NoValue(
      "the distribution of the run's text is not known: it has no oracle, and no grammar was "
      "named");
}

std::vector<double> sentence_log_probabilities(const engine::Rollouts& rollouts,
                                               const TokenBatch& rows) {
  std::vector<double> sums;
  if (rows.rows == 0) return sums;
  const std::vector<float> tokens = rollouts.log_probabilities(rows);
  for (int64_t row = 0; row < rows.rows; ++row) {
    const auto first = tokens.begin() + row * rows.width;
    sums.push_back(std::accumulate(first, first + rows.lengths[row], 0.0));
  }
  return sums;
}

}  // namespace lingan
