#include <lingan/gan/training/likelihood_steps.h>

#include <algorithm>
#include <numeric>
#include <vector>

#include <lingan/gan/training/likelihood_loss.h>

namespace lingan {

LikelihoodSteps::LikelihoodSteps(TrainingState& state) : state_(state) {
  const std::vector<int32_t>& lengths = state.data.train.lengths;
  const auto tokens = std::accumulate(lengths.begin(), lengths.end(), int64_t{0});
  const auto sentences = static_cast<double>(lengths.size());
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
  for (const int64_t row : rows) tokens += state_.data.train.lengths[row];
  return static_cast<double>(tokens);
}

}  // namespace lingan
