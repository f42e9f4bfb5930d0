#include <lingan/gan/training/pretrain_phase.h>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <lingan/gan/training/batch_order.h>
#include <lingan/gan/training/likelihood_loss.h>
#include <lingan/gan/training/output_bias.h>
#include <lingan/gan/training/validation.h>

namespace lingan {

int64_t PretrainPhase::steps_in(int64_t) const {
  const int64_t size = state_.recipe.training.batch_size;
  return (state_.data.train.rows + size - 1) / size;
}

void PretrainPhase::take_step() {
  const TrainingOptions& options = state_.recipe.training;
  const auto [epoch, batch] = position();
  if (epoch_ != epoch) {
    batches_ =
        length_bucketed_batches(state_.data.train, options.batch_size,
                                {state_.seed, Purpose::kShuffle, static_cast<uint32_t>(epoch)});
    epoch_ = epoch;
  }
  const std::vector<int64_t>& rows = batches_[batch];
  const StepReport report = steps_.step(rows, progress());
  const double loss = read_back(report, "maximum-likelihood").at("loss");
  state_.means.add("loss", steps_.nll_per_token(loss, rows), steps_.tokens_of(rows));
}

Phase::Outcome PretrainPhase::finish_unit(TrainingObserver& observer) {
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
  end(observer);
  return Outcome::kFinished;
}

/// Leaves the generator as the chosen weights have it.
void PretrainPhase::end(TrainingObserver& observer) {
  Generator& generator = *state_.players.generator;
  state_.before_end.keep_weights(generator);
  state_.best.copy_to(generator);
  if (state_.recipe.training.output_bias_passes > 0 && generator.has_softmax()) fit_bias(observer);
}

/// A longer phase would fit the bias later.
void PretrainPhase::fit_bias(TrainingObserver& observer) {
  Generator& generator = *state_.players.generator;
  const TrainingData& data = state_.data;
  const int64_t passes = state_.recipe.training.output_bias_passes;
  state_.before_end.keep_choice(state_.best, state_.means);
  fit_output_bias(generator, data.train, passes);
  const double nll =
      corpus_nll(generator, data.validation.rows > 0 ? data.validation : data.train, data.specials);
  state_.best.forget_value();
  state_.best.offer(generator, nll, state_.best.origin());
  state_.note = fmt::format("output bias  nll {:.3f}", nll);
  observer.record({.phase = "output-bias", .step = passes, .values = {{"nll", nll}}});
}

std::string PretrainPhase::why_not_longer() const {
  const int64_t patience = state_.recipe.training.pretrain_patience;
  if (patience > 0 && epochs_without_gain_ >= patience) {
    return fmt::format(
        "pretraining ended by itself after epoch {}, since {} epochs brought no gain "
        "(training.pretrain_patience); more would change nothing",
        position().unit, patience);
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
}

void PretrainPhase::restore(const nlohmann::json& position) {
  epochs_without_gain_ = position.at("epochs_without_gain").get<int64_t>();
}

}  // namespace lingan
