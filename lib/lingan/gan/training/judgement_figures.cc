#include <lingan/gan/training/judgement_figures.h>

#include <algorithm>
#include <vector>

#include <lingan/gan/objectives/objective_cards.h>
#include <lingan/gan/strategies/generator_step.h>

namespace lingan {
namespace {

/// Rows of the stream of a step's fakes that no round of training reaches.
constexpr uint64_t kUnseenRows = uint64_t{1} << 40;

/// D's judgement by the objective.
struct Judge {
  Discriminator& discriminator;
  SentenceValue value;

  /// One number a sentence.
  torch::Tensor operator()(const Sentences& sentences) const {
    return value.by_features ? value(discriminator.features(sentences))
                             : discriminator.judge(sentences).per_sentence();
  }
};

/// Judgements of sentences, [N] on the CPU, block by block: relaxed sentences are wide.
/// @param block  gives the sentences first..first + rows - 1.
template <class Block>
torch::Tensor outputs(const Judge& judge, int64_t count, int64_t block_rows, const Block& block) {
  std::vector<torch::Tensor> all;
  for (int64_t first = 0; first < count; first += block_rows) {
    const Sentences sentences = block(first, std::min(block_rows, count - first));
    all.push_back(judge(sentences));
  }
  return torch::cat(all).to(torch::kCPU, torch::kFloat64);
}

}  // namespace

Sentences spread_rows(const TokenBatch& corpus, int64_t count) {
  std::vector<int64_t> rows(static_cast<size_t>(count));
  for (int64_t i = 0; i < count; ++i) rows[i] = i * corpus.rows / count;
  return to_sentences(select_rows(corpus, rows));
}

double ranking_accuracy(const torch::Tensor& real, const torch::Tensor& fake) {
  const auto difference = real.unsqueeze(1) - fake.unsqueeze(0);
  return ((difference > 0).to(torch::kFloat64) + 0.5 * (difference == 0).to(torch::kFloat64))
      .mean()
      .item<double>();
}

std::map<std::string, double> judgement_figures(const TrainingState& state, int64_t step) {
  const int64_t count = std::min(kJudgedSentences, state.data.validation.rows);
  if (count == 0 || !state.players.discriminator) return {};
  const torch::NoGradGuard no_gradient;
  Discriminator& discriminator = *state.players.discriminator;
  const GeneratorStepScope scope(*state.players.generator, &discriminator);
  const int64_t block_rows = state.recipe.training.batch_size;
  const Sentences held_out = spread_rows(state.data.validation, count);
  StepContext context = state.context(held_out, step);
  const Sentences text = spread_rows(state.data.train, std::min(block_rows, state.data.train.rows));
  const Judge judge{discriminator, state.players.objective->judgement(discriminator, text)};
  const auto& objective = find_card(objectives(), state.recipe.objective, "objective");
  if (objective.outputs == Outputs::kNone && !judge.value.by_features) return {};
  const auto real = outputs(judge, count, block_rows, [&](int64_t first, int64_t rows) {
    return rows_of(held_out, first, rows);
  });
  const auto fake = outputs(judge, count, block_rows, [&](int64_t first, int64_t rows) {
    return state.players.strategy->fakes_for_discriminator(
        context, rows, kUnseenRows + static_cast<uint64_t>(first));
  });
  return {{"discriminator-accuracy", ranking_accuracy(real, fake)},
          {"real-output", real.mean().item<double>()},
          {"fake-output", fake.mean().item<double>()}};
}

}  // namespace lingan
