#include <lingan/gan/training/discriminator_phase.h>

#include <fmt/format.h>

#include <lingan/gan/recipe/interleaved_rounds.h>
#include <lingan/gan/training/judgement_figures.h>
#include <lingan/gan/training/label_accuracy.h>

namespace lingan {

int64_t DiscriminatorPhase::units() const {
  const bool plays =
      state_.players.discriminator != nullptr && state_.recipe.training.adversarial_rounds > 0;
  return plays ? epochs() + rounds() : 0;
}

int64_t DiscriminatorPhase::epochs() const { return state_.recipe.training.replaced_token_epochs; }

int64_t DiscriminatorPhase::rounds() const {
  return state_.recipe.training.discriminator_pretrain_rounds;
}

int64_t DiscriminatorPhase::total_steps() const {
  if (units() == 0) return 0;
  return epochs() * replaced_.steps_per_epoch() + rounds() * rounds_.steps_per_round();
}

/// Share of the steps of the present kind that were taken: each kind has a schedule of its own.
double DiscriminatorPhase::progress_of_part() const {
  const auto [unit, step] = position();
  const int64_t first = is_epoch(unit) ? 0 : epochs();
  const int64_t count = is_epoch(unit) ? epochs() : rounds();
  const double of_unit = static_cast<double>(step) / static_cast<double>(steps_in(unit));
  return (static_cast<double>(unit - first) + of_unit) / static_cast<double>(count);
}

void DiscriminatorPhase::take_step() {
  const auto [unit, step] = position();
  if (!is_epoch(unit)) {
    const int64_t earlier =
        interleaved_rounds_before(state_.recipe, state_.recipe.training.pretrain_epochs);
    return add_discriminator_figures(
        rounds_.step(earlier + unit - epochs(), step, 0, progress_of_part()));
  }
  const auto figures = read_back(replaced_.step(unit, step, progress_of_part()), "replaced-token");
  state_.means.add("replaced-token-loss", figures.at("loss"));
}

std::string DiscriminatorPhase::why_not_longer() const {
  if (is_epoch(position().unit)) return {};  // no round was begun
  return why_rate_fixes_length("discriminator", state_.recipe.optimizers.discriminator);
}

Phase::Outcome DiscriminatorPhase::finish_unit(TrainingObserver& observer) {
  TrainingRecord record{
      .phase = "discriminator", .step = position().unit + 1, .values = state_.means.take()};
  if (is_epoch(position().unit)) {
    finish_epoch(record);
  } else {
    record.values.merge(judgement_figures(state_, 0));
    record.values.merge(label_accuracy(state_));
    state_.note = fmt::format("discriminator round {}  loss {:.3f}", record.step - epochs(),
                              record.values.at("discriminator-loss"));
  }
  observer.record(record);
  return record.step == units() ? Outcome::kFinished : Outcome::kWorthSaving;
}

/// The average of its weights is what D goes on with.
void DiscriminatorPhase::finish_epoch(TrainingRecord& record) {
  Optimizer& optimizer = *state_.players.replaced_token_optimizer;
  {
    const AveragedWeights measured(optimizer);
    record.values.merge(replaced_token_figures(state_));
  }
  if (record.step == epochs()) optimizer.adopt_average();
  state_.note = fmt::format("replaced tokens, epoch {}  loss {:.3f}", record.step,
                            record.values.at("replaced-token-loss"));
}

}  // namespace lingan
