#include <lingan/model/generators/latent_rollouts.h>

#include <algorithm>
#include <cmath>
#include <string>

#include <lingan/base/error.h>
#include <lingan/base/random.h>
#include <lingan/model/float_span.h>
#include <lingan/model/sentences/latent_code.h>

namespace lingan {
namespace {

/// ln of the mean of e^x over a row.
double log_mean_exp(const double* x, int64_t count) {
  const double largest = *std::max_element(x, x + count);
  double sum = 0;
  for (int64_t i = 0; i < count; ++i) sum += std::exp(x[i] - largest);
  return largest + std::log(sum / static_cast<double>(count));
}

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
  const torch::Tensor states = sampling_
                                   .states(latent_codes(request.stream, request.first_row,
                                                        request.rows, sampling_.latent_width))
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
  const torch::Tensor codes =
      latent_codes({0, Purpose::kEvaluate, 0}, 0, kComponents, sampling_.latent_width);
  // of_prefix[i][k]: ln p of a sentence up to token i under component k.
  std::vector<double> of_prefix(sentences.tokens.size() * kComponents);
  for (int64_t k = 0; k < kComponents; ++k) {
    const torch::Tensor states =
        sampling_.states(codes.narrow(0, k, 1)).expand({sentences.rows, -1}).contiguous();
    const std::vector<float> by_token = rollouts_->log_probabilities(sentences, float_span(states));
    double sum = 0;
    for (size_t i = 0; i < by_token.size(); ++i) {
      sum = i % static_cast<size_t>(sentences.width) == 0 ? by_token[i] : sum + by_token[i];
      of_prefix[i * kComponents + static_cast<size_t>(k)] = sum;
    }
  }
  std::vector<float> result(sentences.tokens.size(), 0.0f);
  for (int64_t row = 0; row < sentences.rows; ++row) {
    double before = 0;
    for (int32_t t = 0; t < sentences.lengths[row]; ++t) {
      const size_t at = static_cast<size_t>(row * sentences.width + t);
      const double until = log_mean_exp(of_prefix.data() + at * kComponents, kComponents);
      result[at] = static_cast<float>(until - before);
      before = until;
    }
  }
  return result;
}

}  // namespace lingan
