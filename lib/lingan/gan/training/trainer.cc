#include <lingan/gan/training/trainer.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include <fmt/format.h>

#include <lingan/base/error.h>
#include <lingan/gan/training/batch_order.h>
#include <lingan/model/compute_device.h>

namespace lingan {
namespace {

RandomStream weight_stream(uint64_t seed, uint32_t network) {
  return {seed, Purpose::kInitialize, network};
}

std::unique_ptr<torch::optim::Adam> adam(torch::nn::Module& module, double rate) {
  return std::make_unique<torch::optim::Adam>(module.parameters(), torch::optim::AdamOptions(rate));
}

void require_data(const Recipe& recipe, const TrainingData& data) {
  if (data.train.rows == 0) throw UsageError("the training corpus is empty");
  if (data.train.rows < recipe.training.batch_size && !recipe.strategy.empty()) {
    throw UsageError(
        fmt::format("training.batch_size = {} is more than the {} training sentences; lower it or "
                    "bring more text",
                    recipe.training.batch_size, data.train.rows));
  }
}

}  // namespace

Trainer::Trainer(const Recipe& recipe, TrainingData data, uint64_t seed)
    : recipe_(recipe), data_(std::move(data)), corpus_(data_.train), seed_(seed) {
  require_data(recipe_, data_);
  recipe_.generator.vocabulary_size = data_.vocabulary_size;
  recipe_.generator.specials = data_.specials;
  generator_ = make_generator(recipe_.generator, weight_stream(seed, 0));
  generator_->to(compute_device());
  likelihood_optimizer_ = adam(*generator_, recipe_.training.pretrain_learning_rate);
  if (recipe_.strategy.empty()) return;

  recipe_.discriminator.vocabulary_size = data_.vocabulary_size;
  recipe_.discriminator.specials = data_.specials;
  recipe_.discriminator.length = data_.train.width;
  discriminator_ = make_discriminator(recipe_.discriminator, weight_stream(seed, 1));
  discriminator_->to(compute_device());
  objective_ = make_objective(recipe_.objective);
  const StrategyCard& card = find_strategy(recipe_.strategy);
  strategy_ = card.make(recipe_);
  hard_fakes_ = card.traits.hard_fakes;
  generator_optimizer_ = adam(*generator_, recipe_.training.generator_learning_rate);
  discriminator_optimizer_ = adam(*discriminator_, recipe_.training.discriminator_learning_rate);
}

Trainer::~Trainer() = default;

void Trainer::run(TrainingObserver& observer) {
  while (phase_ != Phase::kDone) {
    ++steps_done_;  // before a checkpoint inside the step is written
    advance(observer);
    if (!observer.advanced(progress()) && phase_ != Phase::kDone) {
      observer.checkpoint();
      throw Interrupted("interrupted; the run is saved, continue it with --resume");
    }
  }
}

void Trainer::advance(TrainingObserver& observer) {
  reseed();
  switch (phase_) {
    case Phase::kPretrain:
      return pretrain_step(observer);
    case Phase::kDiscriminator:
      return discriminator_step(observer);
    case Phase::kAdversarial:
      return adversarial_step(observer);
    case Phase::kDone:
      return;
  }
}

/// Enters the first phase after the present one that has anything to do.
void Trainer::next_phase(TrainingObserver& observer) {
  if (phase_ == Phase::kPretrain && has_best_) {
    for (auto& parameter : generator_->named_parameters()) {
      torch::NoGradGuard no_grad;
      parameter.value().copy_(best_weights_.at(parameter.key()));
    }
  }
  const bool adversarial = strategy_ && recipe_.training.adversarial_steps > 0;
  unit_ = 0;
  batch_ = 0;
  if (phase_ == Phase::kPretrain && adversarial &&
      recipe_.training.discriminator_pretrain_steps > 0) {
    phase_ = Phase::kDiscriminator;
  } else if (phase_ != Phase::kAdversarial && adversarial) {
    phase_ = Phase::kAdversarial;
    // The adversarial phase chooses its own best: pretraining's figure is of another kind.
    if (recipe_.training.select != "nll") has_best_ = false;
  } else {
    phase_ = Phase::kDone;
  }
  observer.checkpoint();
}

StepContext Trainer::context(const Sentences& real) {
  const bool adversarial = phase_ == Phase::kAdversarial;
  return {*generator_,
          *discriminator_,
          *objective_,
          *generator_optimizer_,
          real,
          data_.specials,
          data_.train.width,
          recipe_.training.batch_size,
          recipe_.training.gradient_clip,
          adversarial ? unit_ : 0,
          recipe_.training.adversarial_steps,
          seed_};
}

/// Torch's own generator serves dropout alone; a step's masks are a function of its position.
void Trainer::reseed() const {
  const RandomStream stream{seed_, Purpose::kDropout, static_cast<uint32_t>(phase_)};
  const Philox4 bits = stream.block(static_cast<uint64_t>(unit_), static_cast<uint32_t>(batch_));
  torch::manual_seed(uint64_t{bits.word[0]} << 32 | bits.word[1]);
}

/// All figures of a step by name, at its end: the only time that the step waits for a device.
std::map<std::string, double> Trainer::read_back(const StepReport& report, const char* of) const {
  auto figures = report.values;
  figures["loss"] = report.loss;
  figures["gradient-norm"] = report.gradient_norm;
  std::vector<torch::Tensor> row;
  row.reserve(figures.size());
  for (const auto& [name, value] : figures) row.push_back(value.to(torch::kFloat64));
  const torch::Tensor host = torch::stack(row).cpu();
  std::map<std::string, double> values;
  const double* next = host.const_data_ptr<double>();
  for (const auto& [name, value] : figures) {
    if (!std::isfinite(*next)) {
      throw NumericError(fmt::format(
          "the {} {} is not finite at step {}, batch {}; the last checkpoint is kept; start a run "
          "with a lower learning rate or a smaller training.gradient_clip",
          of, name, unit_ + 1, batch_ + 1));
    }
    values[name] = *next++;
  }
  return values;
}

void Trainer::add(const std::string& name, double value) {
  auto& [sum, count] = sums_[name];
  sum += value;
  count += 1;
}

std::map<std::string, double> Trainer::take_means() {
  std::map<std::string, double> means;
  for (const auto& [name, sum] : sums_) means[name] = sum.first / sum.second;
  sums_.clear();
  return means;
}

void Trainer::remember_generator() {
  best_weights_.clear();
  for (const auto& parameter : generator_->named_parameters()) {
    best_weights_[parameter.key()] = parameter.value().detach().clone();
  }
}

int64_t Trainer::pretrain_batches() const {
  const int64_t size = recipe_.training.batch_size;
  return (data_.train.rows + size - 1) / size;
}

int64_t Trainer::round_samples() const {
  const int64_t wanted = recipe_.training.discriminator_samples;
  return wanted > 0 ? std::min(wanted, data_.train.rows) : data_.train.rows;
}

int64_t Trainer::batches_per_epoch() const {
  return std::max<int64_t>(1, round_samples() / recipe_.training.batch_size);
}

int64_t Trainer::batches_per_round() const {
  return batches_per_epoch() * recipe_.training.discriminator_epochs;
}

TrainingProgress Trainer::progress() const {
  const TrainingOptions& options = recipe_.training;
  const int64_t pretrain = options.pretrain_epochs * pretrain_batches();
  if (!strategy_ || options.adversarial_steps == 0) return {steps_done_, pretrain, latest_};
  const int64_t rounds = options.discriminator_pretrain_steps +
                         options.adversarial_steps * options.discriminator_steps;
  return {steps_done_, pretrain + rounds * batches_per_round() + options.adversarial_steps,
          latest_};
}

}  // namespace lingan
