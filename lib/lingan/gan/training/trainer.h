/// Training: maximum-likelihood pretraining, discriminator pretraining, adversarial steps.
///
/// The trainer makes the phases, runs them in their order and saves where they are; it knows no
/// strategy by name. A run continues from any optimizer step as if it had never stopped.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include <lingan/gan/recipe/recipe.h>
#include <lingan/gan/training/phase.h>
#include <lingan/gan/training/training_data.h>
#include <lingan/gan/training/training_observer.h>
#include <lingan/gan/training/training_state.h>
#include <lingan/model/generators/generator.h>
#include <lingan/model/tensor_file.h>

namespace lingan {

/// Trains one generator by one recipe.
class Trainer {
 public:
  /// @throws UsageError if recipe and data do not go together.
  Trainer(const Recipe& recipe, TrainingData data, uint64_t seed);

  /// Trains to the end, from wherever the state is.
  /// @throws Interrupted when the observer says stop; NumericError when a loss is NaN or infinite:
  /// the last checkpoint is then a good one; OwnRewardError when the user's reward fails, after
  /// another checkpoint.
  void run(TrainingObserver& observer);

  /// The whole state: weights, optimizers, position, best weights.
  TensorFile save() const;
  /// Continues from save()'s state, also of a trainer whose recipe had fewer steps of a kind: as if
  /// it had had this one's from the start.
  /// @throws InputError if it belongs to another recipe; UsageError with the reason where a run of
  /// this recipe would not have come to that state.
  void restore(const TensorFile& file);

  /// Continues from save()'s state of a trainer that has done no more than the same pretraining, as
  /// if this one had pretrained by itself (gan/recipe/pretraining.h).
  /// @throws InputError if it is of another pretraining, or is not at its end.
  void begin_pretrained(const TensorFile& file);

  /// Whether the next step is the first of the adversarial phase.
  bool begins_adversarial_phase() const;

  /// Whether restore() undid the last record, which a run of this recipe would not have.
  bool undid_last_record() const { return undid_last_record_; }

  /// The generator as it is now.
  const Generator& generator() const { return *state_.players.generator; }
  /// The weights chosen so far (see TrainingOptions::select), names as in a module, with what
  /// describe_generator and WeightsOrigin say of them.
  TensorFile best_generator() const;
  /// The samples of the posterior of its weights (PosteriorSamples::file); no tensor without one.
  TensorFile posterior_samples() const;

 private:
  bool is_done() const { return phase_ == phases_.size(); }
  Phase::Position position() const;
  void seed_dropout() const;
  Phase::Outcome step(TrainingObserver& observer);
  void enter_next_phase();
  template <class Restore>
  void restore_by(const TensorFile& file, const Restore& restore);
  void restore_position(const nlohmann::json& json, const TensorFile& file);
  void take_raised_counts(const nlohmann::json& json);
  void require_same_steps(size_t phase, size_t last_begun) const;
  TrainingProgress progress() const;

  TrainingState state_;
  std::vector<std::unique_ptr<Phase>> phases_;
  size_t phase_ = 0;  // the present one; phases_.size(): training is done
  int64_t steps_done_ = 0;
  bool undid_last_record_ = false;
};

}  // namespace lingan
