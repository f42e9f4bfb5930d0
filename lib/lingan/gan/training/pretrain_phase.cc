#include <lingan/gan/training/pretrain_phase.h>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <lingan/gan/training/batch_order.h>
#include <lingan/gan/training/likelihood_loss.h>
#include <lingan/gan/training/optimizer_state.h>
#include <lingan/gan/training/validation.h>
#include <lingan/model/adam_step.h>

namespace lingan {

int64_t PretrainPhase::steps_per_unit() const {
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
  Generator& generator = *state_.players.generator;
  torch::optim::Adam& optimizer = *state_.players.likelihood_optimizer;
  generator.train();
  optimizer.zero_grad();
  const auto loss = likelihood_loss(generator, state_.corpus.select_trimmed(batches_[batch]));
  loss.backward();
  set_learning_rate(optimizer, options.pretrain_learning_rate * learning_rate_scale_);
  const auto norm = clipped_adam_step(optimizer, options.gradient_clip);
  generator.eval();
  const StepReport report{.loss = loss.detach(), .gradient_norm = norm, .values = {}};
  state_.means.add("loss", read_back(report, "maximum-likelihood").at("loss"));
}

Phase::Outcome PretrainPhase::finish_unit(TrainingObserver& observer) {
  const int64_t epochs_done = position().unit + 1;
  const bool last = epochs_done == units();
  const TrainingRecord record = measure(last);
  const double nll = record.values.at("nll");
  if (!gained(nll) && state_.recipe.training.select == "last") {
    state_.best.keep(*state_.players.generator, {"pretrain", epochs_done, "last"});
  }
  state_.note = fmt::format("epoch {}  nll {:.3f}", epochs_done, nll);
  observer.record(record);
  const int64_t patience = state_.recipe.training.pretrain_patience;
  if (!last && (patience == 0 || epochs_without_gain_ < patience)) return Outcome::kWorthSaving;
  state_.before_end.keep_weights(*state_.players.generator);
  state_.best.copy_to(*state_.players.generator);
  return Outcome::kFinished;
}

std::string PretrainPhase::why_not_longer() const {
  const int64_t patience = state_.recipe.training.pretrain_patience;
  if (patience == 0 || epochs_without_gain_ < patience) return {};
  return fmt::format(
      "training.pretrain_epochs: pretraining ended by itself after epoch {}, since {} "
      "epochs brought no gain (training.pretrain_patience); more would change nothing",
      position().unit, patience);
}

TrainingRecord PretrainPhase::measure(bool last) {
  const TrainingOptions& options = state_.recipe.training;
  const Generator& generator = *state_.players.generator;
  const int64_t epoch = position().unit;
  TrainingRecord record{.phase = "pretrain", .step = epoch + 1, .values = state_.means.take()};
  record.values["nll"] = validation_nll(generator, state_.data, record.values.at("loss"));
  if (state_.data.oracle && (last || record.step % options.evaluate_every == 0)) {
    record.values["nll-oracle"] =
        sampled_oracle_nll(generator, state_.data, options.evaluate_samples,
                           {state_.seed, Purpose::kEvaluate, static_cast<uint32_t>(epoch)});
  }
  return record;
}

/// Whether the epoch is the best so far; if not, the learning rate falls.
bool PretrainPhase::gained(double nll) {
  const char* figure = state_.data.validation.rows > 0 ? "nll" : "loss";
  const WeightsOrigin origin{"pretrain", position().unit + 1, figure};
  if (state_.best.offer(*state_.players.generator, nll, origin)) {
    epochs_without_gain_ = 0;
    return true;
  }
  ++epochs_without_gain_;
  learning_rate_scale_ *= state_.recipe.training.learning_rate_decay;
  return false;
}

void PretrainPhase::save(nlohmann::json& position) const {
  position["epochs_without_gain"] = epochs_without_gain_;
  position["learning_rate_scale"] = learning_rate_scale_;
}

void PretrainPhase::restore(const nlohmann::json& position) {
  epochs_without_gain_ = position.at("epochs_without_gain").get<int64_t>();
  learning_rate_scale_ = position.at("learning_rate_scale").get<double>();
}

}  // namespace lingan
