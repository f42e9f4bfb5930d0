/// The steps of each phase of Trainer.
#include <limits>
#include <utility>

#include <fmt/format.h>

#include <lingan/gan/training/batch_order.h>
#include <lingan/gan/training/likelihood_loss.h>
#include <lingan/gan/training/optimizer_state.h>
#include <lingan/gan/training/trainer.h>
#include <lingan/gan/training/validation.h>
#include <lingan/model/adam_step.h>
#include <lingan/model/sentences.h>

namespace lingan {
namespace {

// Orders of real sentences for different uses draw from different steps of Purpose::kShuffle.
constexpr uint32_t kDiscriminatorOrder = uint32_t{1} << 24;
constexpr uint32_t kGeneratorOrder = uint32_t{1} << 30;

}  // namespace

void Trainer::pretrain_step(TrainingObserver& observer) {
  if (unit_ >= recipe_.training.pretrain_epochs) return next_phase(observer);
  if (epoch_of_batches_ != unit_) {
    epoch_batches_ =
        length_bucketed_batches(data_.train, recipe_.training.batch_size,
                                {seed_, Purpose::kShuffle, static_cast<uint32_t>(unit_)});
    epoch_of_batches_ = unit_;
  }
  generator_->train();
  likelihood_optimizer_->zero_grad();
  const auto loss = likelihood_loss(*generator_, corpus_.select_trimmed(epoch_batches_[batch_]));
  loss.backward();
  set_learning_rate(*likelihood_optimizer_,
                    recipe_.training.pretrain_learning_rate * learning_rate_scale_);
  const auto norm = clipped_adam_step(*likelihood_optimizer_, recipe_.training.gradient_clip);
  generator_->eval();
  add("loss", read_back({loss.detach(), norm, {}}, "maximum-likelihood").at("loss"));
  if (++batch_ == pretrain_batches()) finish_pretrain_epoch(observer);
}

void Trainer::finish_pretrain_epoch(TrainingObserver& observer) {
  TrainingRecord record{"pretrain", unit_ + 1, take_means()};
  const bool last = unit_ + 1 == recipe_.training.pretrain_epochs;
  const bool sampled = last || (unit_ + 1) % recipe_.training.evaluate_every == 0;
  record.values["nll"] = validation_nll(*generator_, data_, record.values.at("loss"));
  if (sampled && data_.oracle) {
    record.values["nll-oracle"] =
        sampled_oracle_nll(*generator_, data_, recipe_.training.evaluate_samples,
                           {seed_, Purpose::kEvaluate, static_cast<uint32_t>(unit_)});
  }
  const double nll = record.values.at("nll");
  const bool gained = !has_best_ || nll < best_value_;
  if (gained) {
    best_value_ = nll;
    has_best_ = true;
    epochs_without_gain_ = 0;
  } else {
    ++epochs_without_gain_;
    learning_rate_scale_ *= recipe_.training.learning_rate_decay;
  }
  if (gained || recipe_.training.select == "last") remember_generator();
  latest_ = fmt::format("epoch {}  nll {:.3f}", unit_ + 1, nll);
  observer.record(record);
  ++unit_;
  batch_ = 0;
  const int64_t patience = recipe_.training.pretrain_patience;
  if (last || (patience > 0 && epochs_without_gain_ >= patience)) return next_phase(observer);
  observer.checkpoint();
}

Sentences Trainer::real_batch(uint32_t order, int64_t batch) {
  if (order_of_rows_ != order) {
    order_ = random_order(data_.train.rows, {seed_, Purpose::kShuffle, order});
    order_of_rows_ = order;
  }
  const int64_t size = recipe_.training.batch_size;
  return corpus_.select(std::span(order_).subspan(batch * size, size));
}

/// The fakes of one batch of a round. Hard ones are sampled once for the whole round; relaxed ones
/// are wide, and sampled as they are needed: the same stream rows give the same fakes each epoch.
Sentences Trainer::round_fakes(StepContext& context, int64_t round, int64_t batch) {
  const int64_t size = recipe_.training.batch_size;
  const int64_t samples = batches_per_epoch() * size;
  const auto first_row = static_cast<uint64_t>(round * samples);
  if (!hard_fakes_) {
    return strategy_->fakes_for_discriminator(context, size, first_row + batch * size);
  }
  if (round_of_fakes_ != round) {
    fakes_ = strategy_->fakes_for_discriminator(context, samples, first_row);
    round_of_fakes_ = round;
  }
  return rows_of(fakes_, batch * size, size);
}

void Trainer::train_discriminator(int64_t round, int64_t batch) {
  const int64_t epoch = batch / batches_per_epoch();
  const int64_t in_epoch = batch % batches_per_epoch();
  const auto order = kDiscriminatorOrder +
                     static_cast<uint32_t>(round * recipe_.training.discriminator_epochs + epoch);
  const Sentences real = real_batch(order, in_epoch);
  StepContext context = this->context(real);
  const Sentences fakes = round_fakes(context, round, in_epoch);
  const RandomStream noise{seed_, Purpose::kNoise,
                           static_cast<uint32_t>(round * batches_per_round() + batch)};
  discriminator_->train();
  discriminator_optimizer_->zero_grad();
  const auto loss = objective_->discriminator_loss(*discriminator_, real, fakes, noise);
  (loss + discriminator_->penalty()).backward();
  const auto norm = clipped_adam_step(*discriminator_optimizer_, recipe_.training.gradient_clip);
  discriminator_->eval();
  add("discriminator-loss", read_back({loss.detach(), norm, {}}, "discriminator").at("loss"));
}

void Trainer::discriminator_step(TrainingObserver& observer) {
  train_discriminator(unit_, batch_);
  if (++batch_ < batches_per_round()) return;
  TrainingRecord record{"discriminator", unit_ + 1, take_means()};
  latest_ = fmt::format("discriminator round {}  loss {:.3f}", unit_ + 1,
                        record.values.at("discriminator-loss"));
  observer.record(record);
  ++unit_;
  batch_ = 0;
  if (unit_ == recipe_.training.discriminator_pretrain_steps) return next_phase(observer);
  observer.checkpoint();
}

void Trainer::adversarial_step(TrainingObserver& observer) {
  const TrainingOptions& options = recipe_.training;
  if (batch_ == 0) {
    const Sentences real = real_batch(kGeneratorOrder + static_cast<uint32_t>(unit_), 0);
    StepContext context = this->context(real);
    const StepReport report = strategy_->update_generator(context);
    for (const auto& [name, value] : read_back(report, "generator")) add(name, value);
    round_of_fakes_ = -1;
  } else {
    const int64_t round = options.discriminator_pretrain_steps +
                          unit_ * options.discriminator_steps + (batch_ - 1) / batches_per_round();
    train_discriminator(round, (batch_ - 1) % batches_per_round());
  }
  if (++batch_ <= options.discriminator_steps * batches_per_round()) return;
  finish_adversarial_step(observer);
}

void Trainer::finish_adversarial_step(TrainingObserver& observer) {
  const TrainingOptions& options = recipe_.training;
  ++unit_;
  batch_ = 0;
  const bool last = unit_ == options.adversarial_steps;
  if (last || unit_ % options.evaluate_every == 0) {
    TrainingRecord record{"adversarial", unit_, take_means()};
    measure(record);
    keep_best(record);
    latest_ = fmt::format("adversarial {}  nll {:.3f}", unit_, record.values.at("nll"));
    observer.record(record);
  }
  if (last) return next_phase(observer);
  if (unit_ % options.checkpoint_every == 0) observer.checkpoint();
}

void Trainer::measure(TrainingRecord& record) {
  const RandomStream stream{seed_, Purpose::kEvaluate,
                            kGeneratorOrder + static_cast<uint32_t>(unit_)};
  const double none = std::numeric_limits<double>::quiet_NaN();
  record.values["nll"] = validation_nll(*generator_, data_, none);
  const int64_t samples = recipe_.training.evaluate_samples;
  if (data_.oracle) {
    record.values["nll-oracle"] = sampled_oracle_nll(*generator_, data_, samples, stream);
  } else {
    record.values.merge(sampled_bleu(*generator_, data_, samples, stream));
  }
}

void Trainer::keep_best(const TrainingRecord& record) {
  const std::string& select = recipe_.training.select;
  const auto found = record.values.find(select);
  if (found == record.values.end()) return remember_generator();  // the last one
  const double value = select == "nll" ? found->second : -found->second;
  if (has_best_ && value >= best_value_) return;
  best_value_ = value;
  has_best_ = true;
  remember_generator();
}

}  // namespace lingan
