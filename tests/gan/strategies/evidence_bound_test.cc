#include <lingan/gan/strategies/evidence_bound.h>
#include <lingan/gan/strategies/reconstruction.h>

#include <gtest/gtest.h>

#include <lingan/model/sentences/latent_code.h>

#include "tests/gan/strategies/coded_world.h"

namespace lingan::evidence_bound_test {
namespace {

using namespace lingan::testing;  // NOLINT(google-build-using-namespace)

/// q(z | x) of each sentence, made up; wide, so that importance weights vary little.
Posterior some_posterior(int64_t rows) {
  const auto row = torch::arange(rows, torch::kFloat32).unsqueeze(1);
  return {.mean = torch::sin(row), .log_variance = 0.3 * torch::cos(row) + 0.2};
}

/// What the integrals over codes are: all [B] float64.
struct Exact {
  torch::Tensor log_p;   // ln p(x)
  torch::Tensor elbo;    // with q as it is
  torch::Tensor gap;     // KL(q(z | x) || p(z | x))
  torch::Tensor log_of;  // E_q[ln p(x | z)]
};

Exact integrate(const World& world, const Sentences& sentences, const Posterior& posterior) {
  const CodeGrid grid;
  const auto log_likelihood = log_likelihoods(world, sentences, grid);
  const auto prior = grid.density(0, 1);
  Exact exact;
  exact.log_p = ((log_likelihood.exp() * prior).sum(1) * grid.step).log();
  std::vector<torch::Tensor> elbo, gap, log_of;
  for (int64_t row = 0; row < sentences.rows(); ++row) {
    const auto q = grid.density(posterior.mean[row].item<double>(),
                                std::exp(posterior.log_variance[row].item<double>()));
    const auto joint = log_likelihood[row] + prior.log();
    const auto log_q = q.clamp_min(1e-300).log();
    elbo.push_back((q * (joint - log_q)).sum() * grid.step);
    gap.push_back((q * (log_q - joint + exact.log_p[row])).sum() * grid.step);
    log_of.push_back((q * log_likelihood[row]).sum() * grid.step);
  }
  exact.elbo = torch::stack(elbo);
  exact.gap = torch::stack(gap);
  exact.log_of = torch::stack(log_of);
  return exact;
}

double largest_difference(const torch::Tensor& one, const torch::Tensor& other) {
  return (one.to(torch::kFloat64) - other).abs().max().item<double>();
}

class EvidenceBound : public ::testing::Test {
 protected:
  EvidenceBound() { world_.generator->eval(); }
  EvidenceBounds bounds(int64_t codes) {
    const auto noise = latent_codes({3, Purpose::kNoise, 0}, 0, codes * sentences_.rows(), 1);
    return evidence_bounds(*world_.generator, sentences_, posterior_,
                           noise.view({codes, sentences_.rows(), 1}));
  }

  World world_ = coded_world(0.0);
  Sentences sentences_ = to_sentences(enumerate(world_));
  Posterior posterior_ = some_posterior(sentences_.rows());
};

/// Over all sentences, which the grid shows by a sum of 1.
TEST_F(EvidenceBound, IsBelowTheLikelihoodOfEverySentence) {
  const Exact exact = integrate(world_, sentences_, posterior_);
  EXPECT_NEAR(exact.log_p.exp().sum().item<double>(), 1.0, 1e-5);
  EXPECT_TRUE((exact.elbo < exact.log_p).all().item<bool>());
  EXPECT_LT(largest_difference(exact.elbo + exact.gap, exact.log_p), 1e-6);
  const EvidenceBounds many = bounds(20000);
  EXPECT_LT(largest_difference(many.log_likelihood, exact.log_of), 0.03);
  EXPECT_LT(largest_difference(many.elbo(), exact.elbo), 0.03);
  EXPECT_LT(largest_difference(many.importance, exact.log_p), 0.03);
}

/// Burda et al. 2016, theorem 1, in the mean over many draws of 1 code, 4 and 64.
TEST_F(EvidenceBound, RisesWithTheNumberOfCodes) {
  const Exact exact = integrate(world_, sentences_, posterior_);
  const auto mean_of = [&](int64_t codes) {
    const auto noise = latent_codes({4, Purpose::kNoise, 0}, 0, 6400 * sentences_.rows(), 1)
                           .view({-1, codes, sentences_.rows(), 1});
    std::vector<torch::Tensor> all;
    for (const auto& draw : noise.unbind(0)) {
      all.push_back(evidence_bounds(*world_.generator, sentences_, posterior_, draw).importance);
    }
    return torch::stack(all).mean().item<double>();
  };
  const double four = mean_of(64 / 16), many = mean_of(64);
  EXPECT_LT(exact.elbo.mean().item<double>(), four);
  EXPECT_LT(four, many);
  EXPECT_LT(many, exact.log_p.mean().item<double>() + 0.01);
}

/// A code's sentences by the module, token by token.
TEST_F(EvidenceBound, HasTheLikelihoodOfSentencesGivenTheirCodes) {
  const torch::NoGradGuard no_gradient;
  sentences_.latent = torch::sin(torch::arange(sentences_.rows(), torch::kFloat32)).unsqueeze(1);
  const auto expected = log_likelihood_at(*world_.generator, sentences_, sentences_.latent);
  EXPECT_TRUE(torch::allclose(log_likelihood_of_codes(*world_.generator, sentences_), expected,
                              1e-4, 1e-5));
}

/// Means over the batch 0.2, 1.0 and 0.05.
TEST(FreeBits, ChargeNoDimensionLess) {
  const auto divergence = torch::tensor({{0.1, 2.0, 0.0}, {0.3, 0.0, 0.1}}, torch::kFloat64);
  EXPECT_NEAR(free_bits_cost(divergence, 0.0).item<double>(), 1.25, 1e-12);
  EXPECT_NEAR(free_bits_cost(divergence, 0.1).item<double>(), 1.3, 1e-12);
  EXPECT_NEAR(free_bits_cost(divergence, 0.5).item<double>(), 2.0, 1e-12);
}

TEST(FreeBits, PressOnlyWhatIsAbove) {
  const auto divergence = torch::tensor({{0.1, 2.0}, {0.3, 0.0}}, torch::kFloat64).requires_grad_();
  free_bits_cost(divergence, 0.5).backward();
  EXPECT_TRUE(
      torch::equal(divergence.grad(), torch::tensor({{0.0, 0.5}, {0.0, 0.5}}, torch::kFloat64)));
}

}  // namespace
}  // namespace lingan::evidence_bound_test
