/// The evidence lower bound of ln p(x), which is an integral over latent codes: Kingma & Welling
/// 2014, eq. 3, ELBO(x) = E_q[ln p(x | z)] - KL(q(z | x) || p(z)).
#pragma once

#include <map>
#include <string>

#include <lingan/model/torch.h>

#include <lingan/model/generators/generator.h>
#include <lingan/model/sentences/posterior.h>
#include <lingan/model/sentences/sentences.h>

namespace lingan {

/// What codes cost a batch: the sum over dimensions of max(free_bits, mean KL over the batch), a
/// scalar. Below its free bits no dimension is pressed to tell less: Kingma et al. 2016, eq. 15.
/// @param divergence  [B, Z], nats; see Posterior.  @param free_bits  nats a dimension, >= 0.
torch::Tensor free_bits_cost(const torch::Tensor& divergence, double free_bits);

/// Bounds of ln p(x) of B sentences by K codes that are drawn for each; all [B], in nats.
struct EvidenceBounds {
  torch::Tensor log_likelihood;  ///< mean of ln p(x | z) over the codes
  torch::Tensor divergence;      ///< KL(q(z | x) || p(z)), exact
  torch::Tensor importance;      ///< ln of the mean of p(x, z) / q(z | x), which is, in the mean,
                                 ///< between the ELBO and ln p(x): Burda et al. 2016, theorem 1

  /// The ELBO; of ln p(x | z) it has the mean over the codes.
  torch::Tensor elbo() const { return log_likelihood - divergence; }
};

/// @param sentences  hard, with lengths.  @param noise  [K, B, Z], standard normal.
EvidenceBounds evidence_bounds(Generator& generator, const Sentences& sentences,
                               const Posterior& posterior, const torch::Tensor& noise);

/// Figures of held-out sentences, by the same few codes of each every time: `elbo` and its two
/// terms, nats a sentence; `active-units` (active_units()); and `nll`, nats a token, by the
/// importance-weighted bound: in the mean no lower than the generator's own.
/// @param sentences  hard, with lengths.  @param seed  the run's.
std::map<std::string, double> bound_figures(Generator& generator, const Sentences& sentences,
                                            const Posterior& posterior, uint64_t seed);

}  // namespace lingan
