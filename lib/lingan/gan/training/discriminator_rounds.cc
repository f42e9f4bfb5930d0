#include <lingan/gan/training/discriminator_rounds.h>

#include <algorithm>

#include <lingan/gan/objectives/label_loss.h>
#include <lingan/gan/objectives/r1_penalty.h>
#include <lingan/gan/recipe/idle_rules.h>
#include <lingan/gan/recipe/label_use.h>
#include <lingan/gan/strategies/strategy_cards.h>
#include <lingan/gan/training/mismatched_sentences.h>
#include <lingan/model/discriminators/source_condition_options.h>
#include <lingan/model/sentences/sentences.h>

namespace lingan {
namespace {

/// 0 where D reads no sources.
double mismatched_share(const DiscriminatorOptions& discriminator) {
  const auto& condition = discriminator.own.get<SourceConditionOptions>();
  return condition.reads_sources ? condition.mismatched_share : 0.0;
}

}  // namespace

DiscriminatorRounds::DiscriminatorRounds(TrainingState& state)
    : state_(state),
      real_(state, state.recipe.training.discriminator_batch()),
      hard_fakes_(!state.recipe.strategy.empty() &&
                  find_card(strategies(), state.recipe.strategy, "strategy").traits.hard_fakes),
      r1_penalty_(without_slope(state.recipe, false).empty() ? state.recipe.r1_penalty : 0.0),
      mismatched_share_(mismatched_share(state.recipe.discriminator)) {
  if (takes_unlabelled(state.recipe)) {
    labelled_.emplace(state, state.recipe.training.discriminator_batch());
  }
}

int64_t DiscriminatorRounds::batches_per_epoch() const {
  const TrainingOptions& options = state_.recipe.training;
  const int64_t all = state_.data.train.rows;
  const int64_t wanted = options.discriminator_samples;
  const int64_t samples = wanted > 0 ? std::min(wanted, all) : all;
  return std::max<int64_t>(1, samples / options.discriminator_batch());
}

int64_t DiscriminatorRounds::steps_per_round() const {
  return batches_per_epoch() * state_.recipe.training.discriminator_epochs;
}

/// What D minimizes beside its objective.
torch::Tensor DiscriminatorRounds::penalty(const Sentences& real, const Sentences& fakes) const {
  Discriminator& d = *state_.players.discriminator;
  const torch::Tensor of_weights = d.penalty();
  if (r1_penalty_ == 0.0) return of_weights;
  return of_weights + r1_penalty(d, real, r1_penalty_, fakes.vectors.defined());
}

/// @param step  number among all of the run; undefined where labels are not learned here.
torch::Tensor DiscriminatorRounds::loss_of_labels(int64_t step) const {
  return labelled_ ? label_loss(*state_.players.discriminator, labelled_->batch(step))
                   : torch::Tensor();
}

/// The fakes of one batch of a round. Hard ones are sampled once for the whole round; relaxed ones
/// are wide, and sampled as they are needed: the same stream rows give the same fakes each epoch.
Sentences DiscriminatorRounds::round_fakes(StepContext& context, int64_t round, int64_t batch) {
  const int64_t size = state_.recipe.training.discriminator_batch();
  const int64_t samples = batches_per_epoch() * size;
  const auto first_row = static_cast<uint64_t>(round * samples);
  Strategy& strategy = *state_.players.strategy;
  const PredictedWeights opponent(*state_.players.generator_optimizer);
  if (!hard_fakes_) {
    return strategy.fakes_for_discriminator(context, size, first_row + batch * size);
  }
  if (round_ != round) {
    fakes_ = strategy.fakes_for_discriminator(context, samples, first_row);
    round_ = round;
  }
  return rows_of(fakes_, batch * size, size);
}

/// What a step shows as fake.
/// @param context  of which `real` are the real sentences of the step.
Sentences DiscriminatorRounds::batch_fakes(StepContext& context, int64_t round, int64_t batch) {
  Sentences fakes = round_fakes(context, round, batch);
  if (mismatched_share_ == 0.0) return fakes;
  return with_mismatched(fakes, context.real, mismatched_share_,
                         state_.players.discriminator->embeddings());
}

StepReport DiscriminatorRounds::step(int64_t round, int64_t step, int64_t generator_step,
                                     double progress) {
  const TrainingOptions& options = state_.recipe.training;
  const int64_t epoch = round * options.discriminator_epochs + step / batches_per_epoch();
  const int64_t batch = step % batches_per_epoch();
  const Sentences real = real_.batch(kDiscriminatorOrders + static_cast<uint32_t>(epoch), batch);
  StepContext context = state_.context(real, generator_step);
  const Sentences fakes = batch_fakes(context, round, batch);
  const int64_t number = round * steps_per_round() + step;
  const RandomStream noise{state_.seed, Purpose::kNoise, static_cast<uint32_t>(number)};
  Discriminator& discriminator = *state_.players.discriminator;
  Optimizer& optimizer = *state_.players.discriminator_optimizer;
  discriminator.train();
  discriminator.begin_step();
  optimizer.zero_grad();
  const auto loss = state_.players.objective->discriminator_loss(discriminator, real, fakes, noise);
  const auto of_labels = loss_of_labels(number);
  const auto beside = penalty(real, fakes);
  (loss + (of_labels.defined() ? beside + of_labels : beside)).backward();
  const auto norm = optimizer.step(progress);
  discriminator.eval();
  state_.players.generator->read_features_of(discriminator);
  state_.players.objective->after_discriminator_step(discriminator, real, fakes);
  StepReport report{
      .loss = loss.detach(), .gradient_norm = norm, .values = state_.players.objective->figures()};
  if (of_labels.defined()) report.values["label-loss"] = of_labels.detach();
  return report;
}

}  // namespace lingan
