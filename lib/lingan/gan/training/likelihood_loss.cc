#include <lingan/gan/training/likelihood_loss.h>

#include <algorithm>
#include <numeric>
#include <vector>

#include <lingan/engine/rollouts/rollouts.h>
#include <lingan/model/sentences/missing_words.h>
#include <lingan/model/sentences/sentences.h>

namespace lingan {

namespace {

/// The labels of sentences, or, of a generator that draws its own, some to learn them by.
torch::Tensor labels_of(const Generator& generator, const Sentences& sentences) {
  const GeneratorOptions& options = generator.options();
  if (!draws_labels(options)) return sentences.labels;
  return torch::randint(options.drawn_labels, {sentences.rows()}, sentences.tokens.options());
}

}  // namespace

torch::Tensor likelihood_loss(Generator& generator, const Sentences& sentences, double tokens) {
  const auto weights =
      known_tokens(sentences, generator.options().specials).to(torch::kFloat32) / tokens;
  const std::vector<Generator*> of_labels = generator.of_labels();
  if (of_labels.size() == 1) {
    return of_labels.front()->pretraining_loss(sentences.tokens, weights,
                                               labels_of(generator, sentences));
  }
  torch::Tensor loss = torch::zeros({}, weights.options());
  for (size_t label = 0; label < of_labels.size(); ++label) {
    const auto rows = (sentences.labels == static_cast<int64_t>(label)).nonzero().squeeze(1);
    if (rows.size(0) == 0) continue;
    loss = loss + of_labels[label]->pretraining_loss(sentences.tokens.index_select(0, rows),
                                                     weights.index_select(0, rows));
  }
  return loss;
}

double corpus_regression(Generator& generator, const TokenBatch& corpus) {
  constexpr int64_t kBlockRows = 256;
  const torch::NoGradGuard no_gradient;
  const bool was_training = generator.is_training();
  generator.eval();
  const Sentences all = to_sentences(corpus);
  double total = 0;
  for (int64_t begin = 0; begin < corpus.rows; begin += kBlockRows) {
    const Sentences block = rows_of(all, begin, std::min(kBlockRows, corpus.rows - begin));
    const auto mask = inside(block.lengths, block.tokens.size(1)).to(torch::kFloat32);
    total += generator.pretraining_loss(block.tokens, mask, block.labels).item<double>();
  }
  generator.train(was_training);
  return total / all.lengths.sum().item<double>();
}

double mean_nll(std::span<const float> log_probabilities, const TokenBatch& sentences) {
  const double total = std::accumulate(log_probabilities.begin(), log_probabilities.end(), 0.0);
  const auto& lengths = sentences.lengths;
  const int64_t tokens = std::accumulate(lengths.begin(), lengths.end(), int64_t{0});
  return -total / static_cast<double>(tokens);
}

double corpus_nll(const Generator& generator, const TokenBatch& corpus, SpecialTokens specials) {
  return mean_nll(generator.rollouts(specials)->log_probabilities(corpus), corpus);
}

}  // namespace lingan
