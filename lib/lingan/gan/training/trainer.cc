#include <lingan/gan/training/trainer.h>

#include <algorithm>
#include <string>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <lingan/base/error.h>
#include <lingan/base/notice.h>
#include <lingan/gan/objectives/objective_cards.h>
#include <lingan/gan/recipe/interleaved_rounds.h>
#include <lingan/gan/strategies/strategy_cards.h>
#include <lingan/gan/training/adversarial_phase.h>
#include <lingan/gan/training/discriminator_phase.h>
#include <lingan/gan/training/pretrain_phase.h>
#include <lingan/model/generators/generator_file.h>
#include <lingan/model/one_torch_thread.h>

namespace lingan {
namespace {

const std::string kPosition = "lingan.position";

/// In their order. A checkpoint and the streams of dropout know a phase by its number in it.
std::vector<std::unique_ptr<Phase>> make_phases(TrainingState& state) {
  std::vector<std::unique_ptr<Phase>> phases;
  phases.push_back(std::make_unique<PretrainPhase>(state));
  phases.push_back(std::make_unique<DiscriminatorPhase>(state));
  phases.push_back(std::make_unique<AdversarialPhase>(state));
  return phases;
}

/// What a user should know of the recipe's choices before they are trained by.
void give_notice(const Recipe& recipe) {
  if (recipe.strategy.empty() || recipe.training.adversarial_rounds == 0) return;
  const auto& strategy = find_card(strategies(), recipe.strategy, "strategy");
  const auto& objective = find_card(objectives(), recipe.objective, "objective");
  const std::string notice =
      strategy.notice == nullptr ? "" : strategy.notice(recipe.options, objective);
  if (!notice.empty()) notice_once(notice);
}

}  // namespace

Trainer::Trainer(const Recipe& recipe, TrainingData data, uint64_t seed)
    : state_(recipe, std::move(data), seed), phases_(make_phases(state_)) {
  give_notice(recipe);
}

void Trainer::run(TrainingObserver& observer) {
  const OneTorchThread one_torch_thread;
  while (!is_done()) {
    seed_dropout();
    if (!phases_[phase_]->is_ending()) state_.before_end.forget();
    const Phase::Outcome outcome = step(observer);
    ++steps_done_;
    if (outcome == Phase::Outcome::kFinished) enter_next_phase();
    if (outcome != Phase::Outcome::kContinues) observer.checkpoint();
    if (!observer.advanced(progress()) && !is_done()) {
      observer.checkpoint();
      throw Interrupted("interrupted; the run is saved");
    }
  }
}

/// Where the user's reward fails, or the user does not wait for it, the run is saved as it was
/// before the step.
Phase::Outcome Trainer::step(TrainingObserver& observer) {
  try {
    return phases_[phase_]->step(observer);
  } catch (const Interrupted&) {
    observer.checkpoint();
    throw Interrupted("interrupted; the run is saved");
  } catch (const OwnRewardError& error) {
    observer.checkpoint();
    throw OwnRewardError(std::string(error.what()) +
                         "; the run is saved: repair that and continue it by `train_run`");
  }
}

/// Enters the first phase after the present one that has anything to do.
void Trainer::enter_next_phase() {
  do ++phase_;
  while (!is_done() && phases_[phase_]->units() == 0);
  if (!is_done()) phases_[phase_]->begin();
}

Phase::Position Trainer::position() const {
  return is_done() ? Phase::Position{} : phases_[phase_]->position();
}

/// Torch's own generator serves dropout alone; a step's masks are a function of its position.
void Trainer::seed_dropout() const {
  const RandomStream stream{state_.seed, Purpose::kDropout, static_cast<uint32_t>(phase_)};
  const auto [unit, step] = position();
  const Philox4 bits = stream.block(static_cast<uint64_t>(unit), static_cast<uint32_t>(step));
  torch::manual_seed(uint64_t{bits.word[0]} << 32 | bits.word[1]);
}

bool Trainer::begins_adversarial_phase() const {
  return phase_ + 1 == phases_.size() && !phases_.back()->has_begun();
}

TrainingProgress Trainer::progress() const {
  TrainingProgress progress{.done = steps_done_, .total = 0, .note = state_.note};
  for (const auto& phase : phases_) progress.total += phase->total_steps();
  return progress;
}

TensorFile Trainer::save() const {
  TensorFile file;
  state_.players.save(file);
  nlohmann::json json = {{"phase", phase_},          {"unit", position().unit},
                         {"batch", position().step}, {"steps_done", steps_done_},
                         {"latest", state_.note},    {"sums", state_.means.save()}};
  for (const auto& phase : phases_) {
    phase->save(json);
    json["units"].push_back(phase->units());
    json["done"].push_back(phase->position().unit);
  }
  state_.best.save(json, file);
  state_.posterior.save(file);
  state_.before_end.save(json, file);
  file.metadata[kPosition] = json.dump();
  return file;
}

/// @param restore  takes the file's position; what it misses there, the checkpoint has lost.
template <class Restore>
void Trainer::restore_by(const TensorFile& file, const Restore& restore) {
  const auto position = file.metadata.find(kPosition);
  if (position == file.metadata.end()) {
    throw InputError("no position in it; it is not a training checkpoint");
  }
  try {
    const auto json = nlohmann::json::parse(position->second);
    restore_position(json, file);
    restore(json);
  } catch (const nlohmann::json::exception&) {
    throw InputError("its position (" + kPosition + ") is malformed; the checkpoint is spoiled");
  }
}

void Trainer::restore(const TensorFile& file) {
  restore_by(file, [&](const nlohmann::json& json) {
    state_.players.restore(file);
    take_raised_counts(json);
  });
}

void Trainer::begin_pretrained(const TensorFile& file) {
  restore_by(file, [&](const nlohmann::json&) {
    if (!is_done()) throw InputError("its run is not at its end; finish that first");
    if (interleaves(state_.recipe)) return state_.players.restore(file);
    state_.players.restore_pretrained(file);
  });
  phase_ = 0;  // pretraining, which has just ended
  enter_next_phase();
}

/// Goes back to where the run would be if its phases had had as many units as they have now.
void Trainer::take_raised_counts(const nlohmann::json& json) {
  undid_last_record_ = false;
  const bool was_done = is_done(), was_ending = !was_done && phases_[phase_]->is_ending();
  size_t last_begun = was_done ? 0 : phase_;
  for (size_t i = 0; i < phases_.size() && was_done; ++i) {
    if (phases_[i]->has_begun()) last_begun = i;
  }
  std::vector<bool> changed(phases_.size());
  for (size_t i = 0; i < phases_.size(); ++i) {
    changed[i] =
        json.contains("units") && phases_[i]->units() != json.at("units").at(i).get<int64_t>();
    if (!changed[i]) continue;
    steps_done_ -= phases_[i]->reopen();
    require_same_steps(i, last_begun);
  }
  if (std::ranges::find(changed, true) == changed.end()) return;
  phase_ = last_begun;
  if (!changed[phase_]) {
    if (was_done) enter_next_phase();
    return;
  }
  if (!was_done && !was_ending) return;
  state_.before_end.put_back(*state_.players.generator, state_.best, state_.means);
  undid_last_record_ = was_done && state_.before_end.has_choice();
}

/// @param phase  one whose count was changed.
/// @throws UsageError if the steps that were taken are not those of a run with that count.
void Trainer::require_same_steps(size_t phase, size_t last_begun) const {
  const auto& changed = *phases_[phase];
  std::string reason;
  if (phase < last_begun) {
    reason = "a phase of training is over that would have been longer";
  } else if (changed.position().unit > changed.units()) {
    reason = "more steps were taken than the recipe has now";
  } else if (changed.has_begun()) {
    reason = changed.why_not_longer();
  }
  if (reason.empty()) return;
  throw UsageError(fmt::format("{} = {}: {}; leave it out, or start anew in another folder",
                               changed.units_key(), changed.units(), reason));
}

void Trainer::restore_position(const nlohmann::json& json, const TensorFile& file) {
  phases_ = make_phases(state_);  // fakes and orders that they keep are of other weights
  phase_ = json.at("phase").get<size_t>();
  if (phase_ > phases_.size() || (phase_ > 0 && !is_done() && phases_[phase_]->units() == 0)) {
    throw InputError("the checkpoint is in a phase that this recipe does not have");
  }
  for (size_t i = 0; i < phases_.size() && json.contains("done"); ++i) {
    phases_[i]->leave_after(json.at("done").at(i).get<int64_t>());
  }
  for (const auto& phase : phases_) phase->restore(json);
  if (!is_done()) {
    phases_[phase_]->move_to(
        {.unit = json.at("unit").get<int64_t>(), .step = json.at("batch").get<int64_t>()});
  }
  steps_done_ = json.at("steps_done").get<int64_t>();
  state_.note = json.at("latest").get<std::string>();
  state_.means.restore(json.at("sums"));
  state_.best.restore(json, file, *state_.players.generator);
  state_.posterior.restore(file);
  state_.before_end.restore(json, file, *state_.players.generator);
}

TensorFile Trainer::posterior_samples() const { return state_.posterior.file(); }

TensorFile Trainer::best_generator() const {
  TensorFile file{state_.best.weights(), describe_generator(generator().options())};
  state_.best.origin().describe(file);
  if (file.tensors.empty()) collect_tensors(generator(), "", file);
  return file;
}

}  // namespace lingan
