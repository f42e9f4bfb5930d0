#include <lingan/run/run_likelihood.h>

#include <lingan/engine/rollouts/rollouts.h>
#include <lingan/metrics/likelihood.h>
#include <lingan/model/oracle.h>

namespace lingan {
namespace {

/// ln p of every token of a batch under a generator, with the batch's shape.
struct Likelihoods {
  std::vector<float> log_probabilities;
  metrics::TokenLikelihoods view;

  Likelihoods(const engine::Rollouts& rollouts, const TokenBatch& batch)
      : log_probabilities(rollouts.log_probabilities(batch)),
        view{log_probabilities, batch.lengths, batch.width} {}
  Likelihoods(const Likelihoods&) = delete;
  Likelihoods& operator=(const Likelihoods&) = delete;
};

}  // namespace

std::vector<metrics::MetricValue> run_likelihoods(const RunDirectory& run, const TokenBatch& real,
                                                  const TokenBatch& samples) {
  std::vector<metrics::MetricValue> values;
  const SpecialTokens specials = run.spec().tokenizer->specials();
  const auto rollouts = run.load_generator()->rollouts(specials);
  if (real.rows > 0) {
    const Likelihoods held_out(*rollouts, real);
    values.push_back({"nll-gen", metrics::nll_per_token(held_out.view)});
    values.push_back({"nll-gen-padded", metrics::nll_with_padding(held_out.view)});
    values.push_back({"perplexity", metrics::perplexity(held_out.view)});
  }
  if (samples.rows == 0) return values;
  values.push_back({"nll-div", metrics::nll_per_token(Likelihoods(*rollouts, samples).view)});
  if (!run.spec().oracle.empty()) {
    const auto oracle = load_oracle(run.spec().oracle)->rollouts(specials);
    values.push_back({"nll-oracle", metrics::nll_per_token(Likelihoods(*oracle, samples).view)});
  }
  return values;
}

}  // namespace lingan
