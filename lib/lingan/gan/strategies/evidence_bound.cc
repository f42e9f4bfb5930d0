#include <lingan/gan/strategies/evidence_bound.h>

#include <algorithm>
#include <cmath>
#include <vector>

namespace lingan {
namespace {

constexpr int64_t kBlockTokens = 4096;  // each of which has V logits

}  // namespace

torch::Tensor free_bits_cost(const torch::Tensor& divergence, double free_bits) {
  return divergence.mean(0).clamp_min(free_bits).sum();
}

torch::Tensor log_likelihood_of_codes(Generator& generator, const Sentences& sentences) {
  const torch::NoGradGuard no_gradient;
  const int64_t width = sentences.tokens.size(1);
  const auto places = inside(sentences.lengths, width).flatten().nonzero().squeeze(1);
  const auto hidden = generator.hidden_of_codes(sentences).flatten(0, 1).index_select(0, places);
  const auto targets = sentences.tokens.flatten().index_select(0, places).unsqueeze(1);
  const auto rows = places.div(width, "floor");
  torch::Tensor sums = torch::zeros({sentences.rows()}, hidden.options());
  for (int64_t first = 0; first < places.size(0); first += kBlockTokens) {
    const int64_t count = std::min(kBlockTokens, places.size(0) - first);
    const auto logits = generator.logits(hidden.narrow(0, first, count));
    const auto of_tokens =
        torch::log_softmax(logits, 1).gather(1, targets.narrow(0, first, count)).squeeze(1);
    sums.index_add_(0, rows.narrow(0, first, count), of_tokens);
  }
  return sums;
}

EvidenceBounds evidence_bounds(Generator& generator, const Sentences& sentences,
                               const Posterior& posterior, const torch::Tensor& noise) {
  const torch::NoGradGuard no_gradient;
  std::vector<torch::Tensor> log_likelihoods, log_weights;
  Sentences coded = sentences;
  for (const torch::Tensor& draw : noise.unbind(0)) {
    coded.latent = posterior.codes(draw);
    log_likelihoods.push_back(log_likelihood_of_codes(generator, coded));
    log_weights.push_back(log_likelihoods.back() + posterior.log_density_ratio(coded.latent));
  }
  const double log_count = std::log(static_cast<double>(log_weights.size()));
  return {.log_likelihood = torch::stack(log_likelihoods).mean(0),
          .divergence = posterior.divergence().sum(1),
          .importance = torch::logsumexp(torch::stack(log_weights), 0) - log_count};
}

}  // namespace lingan
