#include <lingan/gan/maximum_likelihood.h>

#include <numeric>

#include <lingan/engine/rollout.h>
#include <lingan/model/discriminator.h>

namespace lingan {

torch::Tensor likelihood_loss(Generator& generator, const TokenBatch& batch) {
  const Sentences sentences = to_sentences(batch);
  const auto positions = torch::arange(batch.width, sentences.lengths.options());
  const auto inside = positions.unsqueeze(0) < sentences.lengths.unsqueeze(1);
  const int64_t count = std::accumulate(batch.lengths.begin(), batch.lengths.end(), int64_t{0});
  return generator.cross_entropy(sentences.tokens,
                                 inside.to(torch::kFloat32) / static_cast<double>(count));
}

double corpus_nll(const Generator& generator, const TokenBatch& corpus, SpecialTokens specials) {
  const auto stepper = generator.stepper();
  const auto log_probabilities = engine::RolloutEngine(*stepper, specials).score(corpus);
  const double total = std::accumulate(log_probabilities.begin(), log_probabilities.end(), 0.0);
  const int64_t tokens = std::accumulate(corpus.lengths.begin(), corpus.lengths.end(), int64_t{0});
  return -total / static_cast<double>(tokens);
}

}  // namespace lingan
