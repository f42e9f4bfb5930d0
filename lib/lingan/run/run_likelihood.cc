#include <lingan/run/run_likelihood.h>

#include <algorithm>
#include <string_view>

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

bool is_among(std::string_view name, const std::vector<std::string>& names) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

}  // namespace

bool score_real_sentences(const std::vector<std::string>& names) {
  return is_among("nll-gen", names) || is_among("nll-gen-padded", names) ||
         is_among("perplexity", names);
}

std::vector<metrics::MetricValue> run_likelihoods(const engine::Rollouts& rollouts,
                                                  const RunSpec& spec,
                                                  const LikelihoodSentences& sentences,
                                                  const std::vector<std::string>& names) {
  std::vector<metrics::MetricValue> values;
  const auto add = [&](const char* name, double (*metric)(const metrics::TokenLikelihoods&),
                       const Likelihoods& scored) {
    if (is_among(name, names)) values.push_back({name, metric(scored.view)});
  };
  if (sentences.real.rows > 0 && score_real_sentences(names)) {
    const Likelihoods scored(rollouts, sentences.real);
    add("nll-gen", metrics::nll_per_token, scored);
    add("nll-gen-padded", metrics::nll_with_padding, scored);
    add("perplexity", metrics::perplexity, scored);
  }
  if (sentences.samples.rows == 0) return values;
  if (is_among("nll-div", names)) {
    add("nll-div", metrics::nll_per_token, Likelihoods(rollouts, sentences.samples));
  }
  if (is_among("nll-oracle", names) && !spec.oracle.empty()) {
    const auto oracle = load_oracle(spec.oracle)->rollouts(spec.tokenizer->specials());
    add("nll-oracle", metrics::nll_per_token, Likelihoods(*oracle, sentences.samples));
  }
  return values;
}

}  // namespace lingan
