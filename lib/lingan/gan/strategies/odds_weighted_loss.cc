#include <lingan/gan/strategies/given_tokens.h>
#include <lingan/gan/strategies/odds_weighted_loss.h>

namespace lingan {

torch::Tensor odds_weights(const torch::Tensor& log_odds) {
  const auto wide = log_odds.to(torch::kFloat64);
  return (torch::softmax(wide, 0) * static_cast<double>(log_odds.size(0))).to(torch::kFloat32);
}

torch::Tensor odds_weighted_loss(Generator& generator, Generator& start, const Sentences& sentences,
                                 const OddsWeightedTerms& terms) {
  const torch::Tensor& tokens = sentences.tokens;
  const auto log_probabilities = torch::log_softmax(generator.forward(tokens), -1);
  torch::Tensor of_start;
  {
    const torch::NoGradGuard no_gradient;
    of_start = torch::softmax(start.forward(tokens), -1);
  }
  const auto of_tokens = of_given_tokens(log_probabilities, tokens);
  const auto cross_entropy = -(of_start * log_probabilities).sum(-1);
  const auto costs = -(terms.weights.unsqueeze(1) - 1) * of_tokens + terms.anchor * cross_entropy;
  const auto mask = inside(sentences.lengths, tokens.size(1));
  return (costs * mask).sum() / terms.tokens;
}

}  // namespace lingan
