#include <lingan/gan/training/label_accuracy.h>

#include <algorithm>

#include <lingan/base/labelled_sentences.h>
#include <lingan/gan/objectives/label_loss.h>
#include <lingan/gan/strategies/generator_step.h>
#include <lingan/gan/training/judgement_figures.h>
#include <lingan/model/discriminators/label_condition.h>

namespace lingan {
namespace {

bool tells_labels(const DiscriminatorOptions& discriminator) {
  return discriminator.classes > 0 && !discriminator.own.get<LabelCondition>().is_told;
}

}  // namespace

std::map<std::string, double> label_accuracy(const TrainingState& state) {
  if (!state.players.discriminator || !tells_labels(state.players.discriminator->options())) {
    return {};
  }
  const TokenBatch labelled = labelled_sentences(state.data.validation);
  const int64_t count = std::min(kJudgedSentences, labelled.rows);
  if (count == 0) return {};
  const torch::NoGradGuard no_gradient;
  Discriminator& discriminator = *state.players.discriminator;
  const GeneratorStepScope scope(*state.players.generator, &discriminator);
  const Sentences all = to_sentences(spread_rows(labelled, count));
  const int64_t block = state.recipe.training.batch_size;
  int64_t right = 0;
  for (int64_t first = 0; first < count; first += block) {
    const Sentences some = rows_of(all, first, std::min(block, count - first));
    right += (label_logits(discriminator, some).argmax(1) == some.labels).sum().item<int64_t>();
  }
  return {{"label-accuracy", static_cast<double>(right) / static_cast<double>(count)}};
}

}  // namespace lingan
