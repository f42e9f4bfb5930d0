#include <lingan/gan/strategies/policy_gradient_loss.h>

#include <lingan/gan/strategies/given_tokens.h>

namespace lingan {
namespace {

/// KL(G(. | y_<t) || start(. | y_<t)), [B, T].
/// @param log_softmax  of G.
torch::Tensor divergence(const torch::Tensor& log_softmax, Generator& start,
                         const Sentences& sentences) {
  torch::Tensor of_start;
  {
    const torch::NoGradGuard no_gradient;
    of_start = torch::log_softmax(start.forward(sentences.tokens, sentences.labels), -1);
  }
  return (log_softmax.exp() * (log_softmax - of_start)).sum(-1);
}

}  // namespace

torch::Tensor policy_gradient_loss(Generator& generator, const Sentences& sentences,
                                   const PolicyGradientTerms& terms) {
  const torch::Tensor& tokens = sentences.tokens;
  const auto weights = terms.advantages * terms.unit;
  if (terms.entropy_bonus == 0 && terms.start == nullptr) {
    return generator.cross_entropy(tokens, weights, sentences.labels);
  }
  // Entropy and anchor need every probability.
  const auto log_softmax = torch::log_softmax(generator.forward(tokens, sentences.labels), -1);
  const auto log_probability = of_given_tokens(log_softmax, tokens);
  const auto entropy = -(log_softmax.exp() * log_softmax).sum(-1);
  auto loss = -(weights * log_probability + terms.entropy_bonus * terms.unit * entropy).sum();
  if (terms.start == nullptr) return loss;
  return loss +
         terms.anchor * (terms.unit * divergence(log_softmax, *terms.start, sentences)).sum();
}

}  // namespace lingan
