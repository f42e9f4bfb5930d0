#include <lingan/gan/strategies/cycle_consistency.h>

#include <vector>

#include <lingan/gan/strategies/given_tokens.h>
#include <lingan/gan/strategies/rollout_rewards.h>
#include <lingan/model/sentences/drawn_labels.h>

namespace lingan {

torch::Tensor other_labels(const torch::Tensor& labels, int64_t count, RandomStream stream,
                           uint64_t first_row) {
  const std::vector<int64_t> alike(static_cast<size_t>(count - 1), 1);
  const auto ahead = drawn_labels(stream, first_row, labels.size(0), alike) + 1;
  return (labels + ahead.to(labels.device())).remainder(count);
}

Sentences rewritten(Generator& generator, const Sentences& sentences, const Relaxation& relaxation,
                    RelaxedRequest request) {
  const auto labels = static_cast<int64_t>(generator.options().label_sentences.size());
  request.rows = sentences.rows();
  request.sources = &sentences;
  request.labels = other_labels(sentences.labels, labels, request.stream, request.first_row);
  return unroll_relaxed(generator, generator.options().specials, relaxation, request);
}

torch::Tensor reconstruction_loss(Generator& generator, const Sentences& sentences,
                                  const Sentences& sources) {
  const auto mask = token_mask(sentences);
  const auto logits = generator.logits(generator.hidden_of_sources(sentences, sources));
  // Generator::cross_entropy_of() would ask a device which tokens have a weight.
  const auto log_p = of_given_tokens(torch::log_softmax(logits, -1), sentences.tokens);
  return -(log_p * mask).sum() / mask.sum();
}

}  // namespace lingan
