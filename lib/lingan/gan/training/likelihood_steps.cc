#include <lingan/gan/training/likelihood_steps.h>

#include <algorithm>
#include <numeric>
#include <vector>

#include <lingan/gan/training/likelihood_loss.h>
#include <lingan/model/sentences/missing_words.h>

namespace lingan {

LikelihoodSteps::LikelihoodSteps(TrainingState& state) : state_(state) {
  const TokenBatch& train = state.data.train;
  for (int64_t row = 0; row < train.rows; ++row) {
    tokens_.push_back(count_known(train.row(row), state.data.specials));
  }
  const auto tokens = std::accumulate(tokens_.begin(), tokens_.end(), int64_t{0});
  const auto sentences = static_cast<double>(train.rows);
  const auto batch = static_cast<double>(state.recipe.training.batch_size);
  tokens_per_step_ = static_cast<double>(tokens) / sentences * std::min(batch, sentences);
}

StepReport LikelihoodSteps::step(std::span<const int64_t> rows, double progress,
                                 const OwnTokens& own) {
  Generator& generator = *state_.players.generator;
  Optimizer& optimizer = *state_.players.likelihood_optimizer;
  generator.train();
  optimizer.zero_grad();
  const Sentences sentences = state_.corpus.select_trimmed(rows);
  const auto loss = own.share > 0
                        ? scheduled_sampling_loss(generator, sentences, tokens_per_step_, own)
                        : likelihood_loss(generator, sentences, tokens_per_step_);
  loss.backward();
  const auto norm = optimizer.step(progress);
  generator.eval();
  return {.loss = loss.detach(), .gradient_norm = norm, .values = {}};
}

double LikelihoodSteps::tokens_of(std::span<const int64_t> rows) const {
  int64_t tokens = 0;
  for (const int64_t row : rows) tokens += tokens_[static_cast<size_t>(row)];
  return static_cast<double>(tokens);
}

}  // namespace lingan
