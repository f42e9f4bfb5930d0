#include <lingan/gan/training/adversarial_phase.h>

#include <fmt/format.h>

#include <lingan/base/notice.h>
#include <lingan/gan/training/judgement_figures.h>
#include <lingan/gan/training/validation.h>

namespace lingan {
namespace {

std::string note_of(const TrainingRecord& record) {
  std::string note = fmt::format("adversarial {}", record.step);
  for (const char* figure : {"nll", "regression"}) {
    const auto value = record.values.find(figure);
    if (value != record.values.end()) note += fmt::format("  {} {:.3f}", figure, value->second);
  }
  const auto accuracy = record.values.find("discriminator-accuracy");
  if (accuracy != record.values.end()) note += fmt::format("  D {:.2f}", accuracy->second);
  return note;
}

}  // namespace

int64_t AdversarialPhase::units() const {
  return state_.recipe.strategy.empty() ? 0 : state_.recipe.training.adversarial_steps;
}

int64_t AdversarialPhase::steps_per_unit() const {
  return 1 + state_.recipe.training.discriminator_steps * rounds_.steps_per_round();
}

/// The phase chooses its own best: pretraining's figure is of another kind, unless it is `nll`.
void AdversarialPhase::begin() {
  if (state_.recipe.training.select != "nll") state_.best.forget_value();
}

void AdversarialPhase::take_step() {
  const auto [number, step] = position();
  if (step == 0) return generator_step(number);
  const TrainingOptions& options = state_.recipe.training;
  const int64_t per_round = rounds_.steps_per_round();
  const int64_t earlier_rounds =
      options.discriminator_pretrain_steps + number * options.discriminator_steps;
  const StepReport report =
      rounds_.step(earlier_rounds + (step - 1) / per_round, (step - 1) % per_round, number,
                   progress());
  add_discriminator_figures(report);
}

void AdversarialPhase::generator_step(int64_t number) {
  const Sentences real = real_.batch(kGeneratorOrders + static_cast<uint32_t>(number), 0);
  StepContext context = state_.context(real, number);
  const AveragedWeights judge(*state_.players.discriminator_optimizer);
  const StepReport report = state_.players.strategy->update_generator(context);
  for (const auto& [name, value] : read_back(report, "generator")) state_.means.add(name, value);
}

Phase::Outcome AdversarialPhase::finish_unit(TrainingObserver& observer) {
  const TrainingOptions& options = state_.recipe.training;
  const int64_t steps_done = position().unit + 1;
  const bool last = steps_done == units();
  const bool regular = steps_done % options.evaluate_every == 0;
  if (last && !regular) state_.before_end.keep_choice(state_.best, state_.means);
  if (last || regular) {
    const AveragedWeights measured(*state_.players.generator_optimizer);
    const TrainingRecord record = measure();
    choose(record);
    symptoms_.look_at(record);
    state_.note = note_of(record);
    observer.record(record);
  }
  if (last) tell_choice();
  if (last) return Outcome::kFinished;
  return steps_done % options.checkpoint_every == 0 ? Outcome::kWorthSaving : Outcome::kContinues;
}

std::string AdversarialPhase::why_not_longer() const {
  if (state_.players.strategy->depends_on_total_steps()) {
    return "the strategy's schedule depends on it, and steps were taken by that schedule";
  }
  const Optimizers& optimizers = state_.recipe.optimizers;
  const std::string reason = why_rate_fixes_length("generator", optimizers.generator);
  if (!reason.empty()) return reason;
  return why_rate_fixes_length("discriminator", optimizers.discriminator);
}

TrainingRecord AdversarialPhase::measure() {
  Generator& generator = *state_.players.generator;
  TrainingRecord record{
      .phase = "adversarial", .step = position().unit + 1, .values = state_.means.take()};
  const RandomStream stream{state_.seed, Purpose::kEvaluate,
                            kGeneratorOrders + static_cast<uint32_t>(record.step)};
  if (state_.data.validation.rows > 0) {
    record.values[validation_figure(generator)] = validation_loss(generator, state_.data, 0.0);
  }
  const engine::Samples drawn = drawn_sentences(
      generator, state_.data, state_.recipe.training.evaluate_samples, stream);
  record.values.merge(sample_figures(generator, drawn));
  if (state_.data.oracle) {
    record.values["nll-oracle"] = oracle_nll(state_.data, drawn.tokens);
  } else {
    record.values.merge(sampled_bleu(state_.data, drawn.tokens));
  }
  record.values.merge(judgement_figures(state_, position().unit));
  return record;
}

/// Offers the generator by the figure that `select` names, or keeps the last.
void AdversarialPhase::choose(const TrainingRecord& record) {
  const std::string& select = state_.recipe.training.select;
  const WeightsOrigin origin{record.phase, record.step, select.empty() ? "last" : select};
  if (origin.figure == "last") return state_.best.keep(*state_.players.generator, origin);
  const auto figure = record.values.find(select);
  if (figure == record.values.end()) return;  // of these samples it has no value
  const double value = select.starts_with("nll") ? figure->second : -figure->second;
  state_.best.offer(*state_.players.generator, value, origin);
}

/// The phase may have brought nothing.
void AdversarialPhase::tell_choice() const {
  const WeightsOrigin& origin = state_.best.origin();
  if (origin.phase.empty() || origin.phase == "adversarial") return;
  notice_once(
      fmt::format("training.select = \"{}\": no adversarial step was better than {} {}, whose "
                  "weights are the run's",
                  state_.recipe.training.select, origin.phase, origin.step));
}

}  // namespace lingan
