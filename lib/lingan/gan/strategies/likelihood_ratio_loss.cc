#include <lingan/gan/strategies/likelihood_ratio_loss.h>

#include <lingan/gan/strategies/given_tokens.h>
#include <lingan/gan/strategies/rollout_rewards.h>

namespace lingan {
namespace {

/// ln p of every token in every place, [B, T, V].
torch::Tensor log_softmax(Generator& generator, const torch::Tensor& tokens) {
  return torch::log_softmax(generator.forward(tokens), -1);
}

/// ln G - ln G0 of every token in every place, [B, T, V], differentiable in G, and ln G0.
struct LogRatios {
  torch::Tensor of_tokens, of_reference;
};

LogRatios log_ratios(Generator& generator, Generator& reference, const torch::Tensor& tokens) {
  torch::Tensor of_reference;
  {
    const torch::NoGradGuard no_gradient;
    of_reference = log_softmax(reference, tokens);
  }
  return {log_softmax(generator, tokens) - of_reference, of_reference};
}

/// The sum over tokens of a product, [B, T], which is not made itself.
/// @param a, b  [B, T, V].
torch::Tensor row_products(const torch::Tensor& a, const torch::Tensor& b) {
  return torch::matmul(a.unsqueeze(-2), b.unsqueeze(-1)).squeeze(-1).squeeze(-1);
}

/// ln G - ln G0 of whole sentences, [B].
torch::Tensor sentence_ratios(Generator& generator, Generator& reference,
                              const Sentences& sentences) {
  const auto ratios = log_ratios(generator, reference, sentences.tokens).of_tokens;
  return (of_given_tokens(ratios, sentences.tokens) * token_mask(sentences)).sum(1);
}

}  // namespace

LikelihoodRatioLoss sentence_ratio_loss(Generator& generator, Generator& reference,
                                        const Sentences& real, const Sentences& fakes,
                                        const LikelihoodRatioTerms& terms) {
  const auto of_real = sentence_ratios(generator, reference, real);
  const auto of_fakes = sentence_ratios(generator, reference, fakes);
  const auto loss = torch::softplus(-terms.beta * of_real).mean() +
                    terms.alpha * torch::softplus(terms.beta * of_fakes).mean();
  return {loss, of_real.detach().mean(), of_fakes.detach().mean()};
}

LikelihoodRatioLoss token_ratio_loss(Generator& generator, Generator& reference,
                                     const Sentences& real, const LikelihoodRatioTerms& terms) {
  const auto [ratios, of_reference] = log_ratios(generator, reference, real.tokens);
  const auto p_reference = of_reference.exp();
  const auto of_real = of_given_tokens(ratios, real.tokens);
  // softplus(beta d) / beta, which the sum is scaled back from: beta d would be one more [B, T, V].
  const auto of_fakes = (p_reference * torch::softplus(ratios, terms.beta)).sum(-1) * terms.beta;
  const auto costs = torch::softplus(-terms.beta * of_real) + terms.alpha * of_fakes;
  const auto mask = token_mask(real);
  const auto mean = [&](const torch::Tensor& values) {
    return (values.detach() * mask).sum() / mask.sum();
  };
  return {(costs * mask).sum() / static_cast<double>(real.rows()), mean(of_real),
          mean(row_products(p_reference, ratios.detach()))};
}

}  // namespace lingan
