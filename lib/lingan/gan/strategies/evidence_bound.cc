#include <lingan/gan/strategies/evidence_bound.h>

#include <cmath>
#include <vector>

#include <lingan/gan/strategies/reconstruction.h>
#include <lingan/model/sentences/latent_code.h>

namespace lingan {
namespace {

/// Codes of each held-out sentence that its bounds are of.
constexpr int64_t kHeldOutCodes = 16;
/// The step of their noise, which no step of training reaches: the same one every time, so that
/// what changes between two records is the networks.
constexpr uint32_t kHeldOutStep = ~uint32_t{0};

}  // namespace

torch::Tensor free_bits_cost(const torch::Tensor& divergence, double free_bits) {
  return divergence.mean(0).clamp_min(free_bits).sum();
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

std::map<std::string, double> bound_figures(Generator& generator, const Sentences& sentences,
                                            const Posterior& posterior, uint64_t seed) {
  const int64_t rows = posterior.mean.size(0), width = posterior.mean.size(1);
  const auto noise =
      latent_codes({seed, Purpose::kNoise, kHeldOutStep}, 0, kHeldOutCodes * rows, width)
          .view({kHeldOutCodes, rows, width})
          .to(posterior.mean.options());
  const EvidenceBounds bounds = evidence_bounds(generator, sentences, posterior, noise);
  const auto mean = [](const torch::Tensor& values) { return values.mean().item<double>(); };
  const double tokens = sentences.lengths.sum().item<double>();
  return {{"elbo", mean(bounds.elbo())},
          {"elbo-reconstruction", -mean(bounds.log_likelihood)},
          {"elbo-kl", mean(bounds.divergence)},
          {"active-units", active_units(posterior.mean).item<double>()},
          {"nll", -bounds.importance.sum().item<double>() / tokens}};
}

}  // namespace lingan
