#include <lingan/gan/training/discriminator_phase.h>

#include <fmt/format.h>

#include <lingan/gan/training/judgement_figures.h>

namespace lingan {

int64_t DiscriminatorPhase::units() const {
  const Recipe& recipe = state_.recipe;
  const bool plays =
      state_.players.discriminator != nullptr && recipe.training.adversarial_rounds > 0;
  return plays ? recipe.training.discriminator_pretrain_rounds : 0;
}

void DiscriminatorPhase::take_step() {
  const auto [round, step] = position();
  const StepReport report = rounds_.step(round, step, 0, progress());
  add_discriminator_figures(report);
}

std::string DiscriminatorPhase::why_not_longer() const {
  return why_rate_fixes_length("discriminator", state_.recipe.optimizers.discriminator);
}

Phase::Outcome DiscriminatorPhase::finish_unit(TrainingObserver& observer) {
  TrainingRecord record{
      .phase = "discriminator", .step = position().unit + 1, .values = state_.means.take()};
  record.values.merge(judgement_figures(state_, 0));
  state_.note = fmt::format("discriminator round {}  loss {:.3f}", record.step,
                            record.values.at("discriminator-loss"));
  observer.record(record);
  return record.step == units() ? Outcome::kFinished : Outcome::kWorthSaving;
}

}  // namespace lingan
