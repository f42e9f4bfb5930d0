#include <lingan/run/run_likelihood.h>

#include <lingan/engine/rollouts/rollout.h>
#include <lingan/metrics/likelihood.h>
#include <lingan/model/oracle.h>

namespace lingan {
namespace {

/// ln p of every token of a batch under a generator, with the batch's shape.
struct Scored {
  std::vector<float> log_probabilities;
  metrics::TokenLikelihoods view;

  Scored(const engine::RolloutEngine& engine, const TokenBatch& batch)
      : log_probabilities(engine.score(batch)),
        view{log_probabilities, batch.lengths, batch.width} {}
  Scored(const Scored&) = delete;
  Scored& operator=(const Scored&) = delete;
};

}  // namespace

std::vector<metrics::MetricValue> run_likelihoods(const RunDirectory& run, const TokenBatch& real,
                                                  const TokenBatch& samples) {
  std::vector<metrics::MetricValue> values;
  const SpecialTokens specials = run.spec().tokenizer->specials();
  const auto generator = run.load_generator();
  const auto stepper = generator->stepper();
  const engine::RolloutEngine engine(*stepper, specials);
  if (real.rows > 0) {
    const Scored scored(engine, real);
    values.push_back({"nll-gen", metrics::nll_per_token(scored.view)});
    values.push_back({"nll-gen-padded", metrics::nll_with_padding(scored.view)});
    values.push_back({"perplexity", metrics::perplexity(scored.view)});
  }
  if (samples.rows == 0) return values;
  values.push_back({"nll-div", metrics::nll_per_token(Scored(engine, samples).view)});
  if (!run.spec().oracle.empty()) {
    const auto oracle = load_oracle(run.spec().oracle);
    const auto oracle_stepper = oracle->stepper();
    const engine::RolloutEngine oracle_engine(*oracle_stepper, specials);
    values.push_back({"nll-oracle", metrics::nll_per_token(Scored(oracle_engine, samples).view)});
  }
  return values;
}

}  // namespace lingan
