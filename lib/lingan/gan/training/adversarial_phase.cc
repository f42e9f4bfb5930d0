#include <lingan/gan/training/adversarial_phase.h>

#include <algorithm>
#include <map>
#include <memory>

#include <fmt/format.h>

#include <lingan/base/notice.h>
#include <lingan/gan/recipe/interleaved_rounds.h>
#include <lingan/gan/training/judgement_figures.h>
#include <lingan/gan/training/label_accuracy.h>
#include <lingan/gan/training/ranked_items.h>
#include <lingan/gan/training/strategy_figures.h>
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
  const auto labels = record.values.find("label-accuracy");
  if (labels != record.values.end()) note += fmt::format("  labels {:.2f}", labels->second);
  return note;
}

/// The average of a player's weights in their place, or predicted ones; null without the player.
template <class Weights>
std::unique_ptr<Weights> in_place_of(const std::unique_ptr<Optimizer>& optimizer) {
  return optimizer ? std::make_unique<Weights>(*optimizer) : nullptr;
}

}  // namespace

int64_t AdversarialPhase::units() const {
  return state_.recipe.strategy.empty() ? 0 : state_.recipe.training.adversarial_rounds;
}

/// Optimizer steps of a move that is made once.
int64_t AdversarialPhase::steps_of(const Move& move) const {
  return move.kind == Move::Kind::kDiscriminator ? rounds_.steps_per_round() : 1;
}

int64_t AdversarialPhase::steps_in(int64_t round) const {
  int64_t steps = 0;
  for (const Move& move : state_.moves) {
    if (move.is_in(round)) steps += move.times * steps_of(move);
  }
  return std::max<int64_t>(steps, 1);  // a round without a move takes an empty step
}

int64_t AdversarialPhase::total_steps() const {
  int64_t steps = 0;
  for (const Move& move : state_.moves) steps += move.made_before(units()) * steps_of(move);
  return steps;
}

/// The phase chooses its own best: pretraining's figure is of another kind, unless it is `nll`.
void AdversarialPhase::begin() {
  if (state_.recipe.training.select != "nll") state_.best.forget_value();
  if (state_.players.lookahead) state_.players.lookahead->begin();
}

AdversarialPhase::Due AdversarialPhase::due() const {
  auto [round, step] = position();
  std::map<Move::Kind, int64_t> made;  // in this round
  for (const Move& move : state_.moves) {
    if (!move.is_in(round)) continue;
    const int64_t each = steps_of(move), all = move.times * each;
    if (step < all) {
      const int64_t earlier = made_before(state_.moves, move.kind, round) + made[move.kind];
      const int64_t times_left = move.times - 1 - step / each;
      return {move, earlier + step / each, step % each, times_left * each};
    }
    step -= all;
    made[move.kind] += move.times;
  }
  static constexpr Move kNone{.times = 0};
  return {kNone, 0, 0, 0};
}

void AdversarialPhase::take_step() {
  const Due next = due();
  if (next.move.times == 0) return;
  switch (next.move.kind) {
    case Move::Kind::kGenerator:
      return generator_step(next.number);
    case Move::Kind::kDiscriminator:
      return discriminator_step(next);
    case Move::Kind::kLikelihood:
      return likelihood_step(next.number);
  }
}

/// Of the strategy, before the present step.
int64_t AdversarialPhase::generator_steps_done() const {
  auto [round, step] = position();
  int64_t done = made_before(state_.moves, Move::Kind::kGenerator, round);
  for (const Move& move : state_.moves) {
    if (!move.is_in(round)) continue;
    const int64_t times = std::min(move.times, step / steps_of(move));
    if (move.kind == Move::Kind::kGenerator) done += times;
    step = std::max<int64_t>(0, step - move.times * steps_of(move));
  }
  return done;
}

/// D looks at fakes of the generator's last step. Its round may be the last for now.
void AdversarialPhase::discriminator_step(const Due& due) {
  const TrainingOptions& training = state_.recipe.training;
  const int64_t round = interleaved_rounds_before(state_.recipe, training.pretrain_epochs) +
                        training.discriminator_pretrain_rounds + due.number;
  const int64_t generator_step = std::max<int64_t>(0, generator_steps_done() - 1);
  add_discriminator_figures(rounds_.step(round, due.step, generator_step, progress()));
  if (due.move.until >= 1 || due.step + 1 < rounds_.steps_per_round()) return;
  const auto judge = in_place_of<AveragedWeights>(state_.players.discriminator_optimizer);
  const auto figures = judgement_figures(state_, generator_step);
  const auto accuracy = figures.find("discriminator-accuracy");
  if (accuracy != figures.end() && accuracy->second >= due.move.until) skip_steps(due.others_left);
}

void AdversarialPhase::likelihood_step(int64_t number) {
  const auto rows = real_.rows(kLikelihoodOrders + static_cast<uint32_t>(number), 0);
  const StepReport report = likelihood_.step(rows, progress());
  const double loss = read_back(report, "maximum-likelihood").at("loss");
  state_.means.add("likelihood-loss", likelihood_.nll_per_token(loss, rows),
                   likelihood_.tokens_of(rows));
}

void AdversarialPhase::generator_step(int64_t number) {
  const Sentences real = real_.batch(kGeneratorOrders + static_cast<uint32_t>(number), 0);
  StepContext context = state_.context(real, number);
  const auto& opponent = state_.players.discriminator_optimizer;
  const auto averaged = in_place_of<AveragedWeights>(opponent);
  const auto predicted = in_place_of<PredictedWeights>(opponent);
  const StepReport report = state_.players.strategy->update_generator(context);
  for (const auto& [name, value] : read_back(report, "generator")) state_.means.add(name, value);
}

Phase::Outcome AdversarialPhase::finish_unit(TrainingObserver& observer) {
  const TrainingOptions& options = state_.recipe.training;
  const int64_t rounds_done = position().unit + 1;
  if (state_.players.lookahead) state_.players.lookahead->finish_round(rounds_done);
  const std::string stop = state_.players.strategy->why_stop();
  if (!stop.empty()) notice_once(stop);
  if (rounds_done % options.posterior_every == 0) take_posterior_sample();
  const bool last = rounds_done == units() || !stop.empty();
  const bool regular = rounds_done % options.evaluate_every == 0;
  if (last && !regular) state_.before_end.keep_choice(state_.best, state_.means);
  if (last || regular) {
    const AveragedWeights measured(*state_.players.generator_optimizer);
    const TrainingRecord record = measure();
    choose(record);
    Symptoms without_trace = symptoms_;  // a longer run would not have measured here
    (regular ? symptoms_ : without_trace).look_at(record);
    state_.note = note_of(record);
    observer.record(record);
  }
  if (last) tell_choice();
  if (last) return Outcome::kFinished;
  return rounds_done % options.checkpoint_every == 0 ? Outcome::kWorthSaving : Outcome::kContinues;
}

/// With the average of the weights, if there is one: what is sampled.
void AdversarialPhase::take_posterior_sample() {
  const AveragedWeights averaged(*state_.players.generator_optimizer);
  state_.posterior.take(*state_.players.generator);
}

std::string AdversarialPhase::why_not_longer() const {
  const std::string stop = state_.players.strategy->why_stop();
  if (!stop.empty()) return "the phase ended by itself (" + stop + ")";
  if (state_.players.strategy->depends_on_total_steps()) {
    return "the strategy's schedule depends on it, and steps were taken by that schedule";
  }
  const Optimizers& optimizers = state_.recipe.optimizers;
  std::string reason = why_rate_fixes_length("generator", optimizers.generator);
  if (reason.empty()) reason = why_rate_fixes_length("discriminator", optimizers.discriminator);
  for (const auto& [name, network] : state_.players.networks) {
    if (reason.empty()) reason = why_rate_fixes_length(name, optimizers.of(name));
  }
  return reason;
}

TrainingRecord AdversarialPhase::measure() {
  Generator& generator = *state_.players.generator;
  TrainingRecord record{
      .phase = "adversarial", .step = position().unit + 1, .values = state_.means.take()};
  const RandomStream stream{state_.seed, Purpose::kEvaluate,
                            kGeneratorOrders + static_cast<uint32_t>(record.step)};
  const int64_t step = std::max<int64_t>(0, generator_steps_done() - 1);
  record.values.merge(strategy_figures(state_, step));
  const std::string figure = validation_figure(generator);
  const bool is_told = state_.data.validation.rows == 0 || record.values.contains(figure);
  if (!is_told && generator.is_autoregressive()) {
    record.values[figure] = validation_loss(generator, state_.data, 0.0);
  }
  if (generator.has_likelihood() && state_.data.validation.rows > 0) {
    record.values.merge(
        state_.posterior.figures(generator, state_.data.validation, state_.data.specials));
  }
  const engine::Samples drawn =
      drawn_sentences(generator, state_.data, state_.recipe.training.evaluate_samples, stream);
  record.values.merge(sample_figures(generator, drawn));
  if (state_.data.oracle) {
    record.values["nll-oracle"] = oracle_nll(state_.data, drawn.tokens);
  } else if (!ranks_items(generator.options())) {
    record.values.merge(sampled_bleu(state_.data, drawn.tokens));
  }
  record.values.merge(ranking_figures(generator, state_.data.train, state_.data.validation));
  const auto judge = in_place_of<AveragedWeights>(state_.players.discriminator_optimizer);
  record.values.merge(judgement_figures(state_, step));
  record.values.merge(label_accuracy(state_));
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
