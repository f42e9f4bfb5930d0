#include <lingan/model/generators/latent_rollouts.h>

#include <string>

#include <lingan/base/error.h>
#include <lingan/engine/rollouts/mixture_likelihood.h>
#include <lingan/model/float_span.h>

namespace lingan {
namespace {

void require_nothing_drawn(const engine::SamplingOptions& options) {
  const auto refuse = [](const char* option) {
    throw UsageError(std::string(option) +
                     ": the generator takes the token nearest to a point, and "
                     "draws none; leave it out");
  };
  if (options.temperature != 1.0) refuse("`temperature`");
  if (options.top_k != 0) refuse("`top_k`");
  if (options.top_p != 1.0) refuse("`top_p`");
}

}  // namespace

engine::Samples LatentRollouts::sample(const engine::SampleRequest& request) const {
  if (sampling_.nearest) require_nothing_drawn(request.options);
  if (!sampling_.autoregressive && !request.prompt.empty()) {
    throw UsageError("`prompt`: the generator writes all tokens at once and continues none");
  }
  const torch::NoGradGuard no_gradient;
  const torch::Tensor states =
      sampling_.states(sampling_.noise(request.stream, request.first_row, request.rows))
          .contiguous();
  engine::SampleRequest started = request;
  started.initial_states = float_span(states);
  if (sampling_.nearest) started.options.greedy = true;
  return rollouts_->sample(started);
}

void LatentRollouts::complete(const TokenBatch&, const engine::RolloutRequest&,
                              const std::function<void(const engine::Completions&)>&) const {
  throw UsageError(
      "generator.latent_width: a sentence's latent code is not known from its tokens, "
      "so its prefixes cannot be completed");
}

std::vector<float> LatentRollouts::log_probabilities(const TokenBatch& sentences,
                                                     std::span<const float>) const {
  if (!has_likelihood()) {
    throw UsageError("the generator gives no sentence a probability that can be computed");
  }
  const torch::NoGradGuard no_gradient;
  const torch::Tensor codes = sampling_.noise({0, Purpose::kEvaluate, 0}, 0, kComponents);
  std::vector<std::vector<float>> of_codes;
  for (int64_t k = 0; k < kComponents; ++k) {
    const torch::Tensor states =
        sampling_.states(codes.narrow(0, k, 1)).expand({sentences.rows, -1}).contiguous();
    of_codes.push_back(rollouts_->log_probabilities(sentences, float_span(states)));
  }
  return engine::mixture_log_probabilities(sentences, of_codes);
}

}  // namespace lingan
