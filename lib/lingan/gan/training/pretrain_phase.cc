#include <lingan/gan/training/pretrain_phase.h>

#include <algorithm>
#include <numeric>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <lingan/gan/recipe/interleaved_rounds.h>
#include <lingan/gan/training/batch_order.h>
#include <lingan/gan/training/likelihood_loss.h>
#include <lingan/gan/training/ranked_items.h>
#include <lingan/gan/training/validation.h>

namespace lingan {

int64_t PretrainPhase::batches() const {
  const int64_t size = state_.recipe.training.batch_size;
  return (state_.data.train.rows + size - 1) / size;
}

/// Optimizer steps of D before an epoch.
int64_t PretrainPhase::discriminator_steps(int64_t epoch) const {
  const int64_t rounds = interleaved_rounds_at(state_.recipe, epoch);
  return rounds == 0 ? 0 : rounds * rounds_.steps_per_round();
}

int64_t PretrainPhase::steps_in(int64_t epoch) const {
  return fit_ ? batches() : discriminator_steps(epoch) + batches();
}

int64_t PretrainPhase::total_steps() const {
  const int64_t rounds = interleaved_rounds_before(state_.recipe, units());
  const int64_t of_rounds = rounds == 0 ? 0 : rounds * rounds_.steps_per_round();
  return of_rounds + units_to_end() * batches();
}

void PretrainPhase::discriminator_step() {
  const auto [epoch, step] = position();
  const int64_t each = rounds_.steps_per_round();
  const int64_t round = interleaved_rounds_before(state_.recipe, epoch) + step / each;
  add_discriminator_figures(rounds_.step(round, step % each, 0, progress()));
}

void PretrainPhase::take_step() {
  if (fit_) return fit_->count(state_.corpus.select_trimmed(rows_to_count()));
  const TrainingOptions& options = state_.recipe.training;
  const int64_t epoch = position().unit;
  const int64_t batch = position().step - discriminator_steps(epoch);
  if (batch < 0) return discriminator_step();
  if (epoch_ != epoch) {
    batches_ =
        length_bucketed_batches(state_.data.train, options.batch_size,
                                {state_.seed, Purpose::kShuffle, static_cast<uint32_t>(epoch)});
    epoch_ = epoch;
  }
  const std::vector<int64_t>& rows = batches_[batch];
  const StepReport report = steps_.step(rows, progress(), own_tokens());
  const double loss = read_back(report, "maximum-likelihood").at("loss");
  state_.means.add("loss", steps_.nll_per_token(loss, rows), steps_.tokens_of(rows));
}

/// Their share rises by the same from epoch to epoch.
OwnTokens PretrainPhase::own_tokens() const {
  const auto [epoch, step] = position();
  const auto rises = static_cast<double>(std::max<int64_t>(units() - 1, 1));
  const int64_t number = epoch * batches() + step - discriminator_steps(epoch);
  return {.share = state_.recipe.training.scheduled_sampling * static_cast<double>(epoch) / rises,
          .stream = {state_.seed, Purpose::kOwnTokens, static_cast<uint32_t>(number)}};
}

Phase::Outcome PretrainPhase::finish_unit(TrainingObserver& observer) {
  if (fit_) return finish_pass(observer);
  const int64_t epochs_done = position().unit + 1;
  const bool last = epochs_done == units();
  {
    const AveragedWeights measured(*state_.players.likelihood_optimizer);
    const TrainingRecord record = measure(last);
    const char* figure = validation_figure(*state_.players.generator);
    const double loss = record.values.at(figure);
    choose(loss);
    state_.note = fmt::format("epoch {}  {} {:.3f}", epochs_done, figure, loss);
    observer.record(record);
  }
  const int64_t patience = state_.recipe.training.pretrain_patience;
  if (!last && (patience == 0 || epochs_without_gain_ < patience)) return Outcome::kWorthSaving;
  state_.before_end.keep_weights(*state_.players.generator);
  state_.best.copy_to(*state_.players.generator);
  if (!fits_bias()) return Outcome::kFinished;
  state_.before_end.keep_choice(state_.best, state_.means);
  fit_.emplace(*state_.players.generator, state_.data.train);
  nll_before_pass_ = fitted_nll();
  return Outcome::kWorthSaving;
}

bool PretrainPhase::fits_bias() const {
  return state_.recipe.training.output_bias_passes > 0 && state_.players.generator->has_softmax();
}

int64_t PretrainPhase::units_to_end() const {
  return units() + (units() > 0 && fits_bias() ? state_.recipe.training.output_bias_passes : 0);
}

/// Of the step's part of the text, in which order does not matter.
std::vector<int64_t> PretrainPhase::rows_to_count() const {
  const int64_t size = state_.recipe.training.batch_size;
  const int64_t begin = position().step * size;
  std::vector<int64_t> rows(std::min(size, state_.data.train.rows - begin));
  std::iota(rows.begin(), rows.end(), begin);
  return rows;
}

/// What a pass has to lower.
double PretrainPhase::fitted_nll() const {
  const TrainingData& data = state_.data;
  return corpus_nll(*state_.players.generator,
                    data.validation.rows > 0 ? data.validation : data.train, data.specials);
}

Phase::Outcome PretrainPhase::finish_pass(TrainingObserver& observer) {
  fit_->end_pass();
  const int64_t passes = fit_->passes();
  state_.note = fmt::format("output bias {}", passes);
  const double nll = fitted_nll();
  const bool is_better = nll < nll_before_pass_;
  if (is_better) nll_before_pass_ = nll;
  if (!is_better) fit_->undo_pass();
  if (is_better && passes < state_.recipe.training.output_bias_passes) return Outcome::kWorthSaving;
  state_.best.forget_value();
  state_.best.offer(*state_.players.generator, nll_before_pass_, state_.best.origin());
  observer.record({.phase = "output-bias",
                   .step = is_better ? passes : passes - 1,
                   .values = {{"nll", nll_before_pass_}}});
  leave_after(position().unit - passes);  // and one more unit, now
  fit_.reset();
  passes_taken_ = passes;
  return Outcome::kFinished;
}

int64_t PretrainPhase::reopen() {
  int64_t steps = passes_taken_ * batches();
  if (fit_) {
    steps = fit_->passes() * batches() + position().step;
    leave_after(position().unit - fit_->passes());
  }
  fit_.reset();
  passes_taken_ = 0;
  return steps;
}

std::string PretrainPhase::why_not_longer() const {
  const int64_t patience = state_.recipe.training.pretrain_patience;
  if (patience > 0 && epochs_without_gain_ >= patience) {
    return fmt::format(
        "pretraining ended by itself after epoch {}, since {} epochs brought no gain "
        "(training.pretrain_patience); more would change nothing",
        position().unit, patience);
  }
  if (state_.recipe.training.scheduled_sampling > 0) {
    return "the share of own tokens (training.scheduled_sampling) rises over all epochs, and steps "
           "were taken by that";
  }
  return why_rate_fixes_length("likelihood", state_.recipe.optimizers.likelihood);
}

TrainingRecord PretrainPhase::measure(bool last) {
  const TrainingOptions& options = state_.recipe.training;
  Generator& generator = *state_.players.generator;
  const int64_t epoch = position().unit;
  TrainingRecord record{.phase = "pretrain", .step = epoch + 1, .values = state_.means.take()};
  record.values[validation_figure(generator)] =
      validation_loss(generator, state_.data, record.values.at("loss"));
  record.values.merge(ranking_figures(generator, state_.data.train, state_.data.validation));
  if (state_.data.oracle && (last || record.step % options.evaluate_every == 0)) {
    record.values["nll-oracle"] =
        oracle_nll(state_.data,
                   drawn_sentences(generator, state_.data, options.evaluate_samples,
                                   {state_.seed, Purpose::kEvaluate, static_cast<uint32_t>(epoch)})
                       .tokens);
  }
  return record;
}

/// Keeps the generator if it is the best so far, or the last is wanted.
void PretrainPhase::choose(double loss) {
  const int64_t epoch = position().unit + 1;
  const Generator& generator = *state_.players.generator;
  const char* figure = state_.data.validation.rows > 0 ? validation_figure(generator) : "loss";
  const bool gained = state_.best.offer(generator, loss, {"pretrain", epoch, figure});
  epochs_without_gain_ = gained ? 0 : epochs_without_gain_ + 1;
  if (state_.recipe.training.select == "last") {
    state_.best.keep(generator, {"pretrain", epoch, "last"});
  }
}

void PretrainPhase::save(nlohmann::json& position) const {
  position["epochs_without_gain"] = epochs_without_gain_;
  if (passes_taken_ > 0) position["output_bias_passes"] = passes_taken_;
  if (!fit_) return;
  position["output_bias"] = fit_->save();
  position["output_bias"]["nll"] = nll_before_pass_;
}

void PretrainPhase::restore(const nlohmann::json& position) {
  epochs_without_gain_ = position.at("epochs_without_gain").get<int64_t>();
  passes_taken_ = position.value("output_bias_passes", int64_t{0});
  fit_.reset();
  const auto fit = position.find("output_bias");
  if (fit != position.end() && fits_bias()) {
    fit_.emplace(*state_.players.generator, state_.data.train);
    fit_->restore(*fit);
    nll_before_pass_ = fit->at("nll").get<double>();
  }
}

}  // namespace lingan
