#include <lingan/gan/training/likelihood_loss.h>

#include <numeric>

#include <lingan/engine/rollouts/rollouts.h>
#include <lingan/model/sentences.h>

namespace lingan {

torch::Tensor likelihood_loss(Generator& generator, const Sentences& sentences, double tokens) {
  const auto mask = inside(sentences.lengths, sentences.tokens.size(1)).to(torch::kFloat32);
  return generator.cross_entropy(sentences.tokens, mask / tokens);
}

double corpus_nll(const Generator& generator, const TokenBatch& corpus, SpecialTokens specials) {
  const auto log_probabilities = generator.rollouts(specials)->log_probabilities(corpus);
  const double total = std::accumulate(log_probabilities.begin(), log_probabilities.end(), 0.0);
  const int64_t tokens = std::accumulate(corpus.lengths.begin(), corpus.lengths.end(), int64_t{0});
  return -total / static_cast<double>(tokens);
}

}  // namespace lingan
