/// Generator against discriminator.
#pragma once

#include <cstdint>
#include <string>

#include <lingan/gan/training/discriminator_rounds.h>
#include <lingan/gan/training/likelihood_steps.h>
#include <lingan/gan/training/phase.h>
#include <lingan/gan/training/real_batches.h>
#include <lingan/gan/training/symptoms.h>

namespace lingan {

/// Rounds of the recipe's moves (gan/recipe/round.h).
class AdversarialPhase : public Phase {
 public:
  explicit AdversarialPhase(TrainingState& state)
      : Phase(state),
        real_(state, state.recipe.training.batch_size),
        rounds_(state),
        likelihood_(state),
        symptoms_(state.recipe, state.data.validation.rows) {}

  int64_t units() const override;
  std::string_view units_key() const override { return "training.adversarial_rounds"; }
  int64_t steps_in(int64_t round) const override;
  int64_t total_steps() const override;
  void begin() override;
  std::string why_not_longer() const override;
  void save(nlohmann::json& position) const override { symptoms_.save(position); }
  void restore(const nlohmann::json& position) override { symptoms_.restore(position); }

 private:
  void take_step() override;
  Outcome finish_unit(TrainingObserver& observer) override;
  /// One of a round's moves: the optimizer step of it that is due.
  struct Due {
    const Move& move;
    int64_t number;       // among all moves of its kind in the phase
    int64_t step;         // inside the move
    int64_t others_left;  // optimizer steps of the same move's further times
  };
  Due due() const;
  int64_t steps_of(const Move& move) const;
  int64_t generator_steps_done() const;
  void generator_step(int64_t number);
  void discriminator_step(const Due& due);
  void likelihood_step(int64_t number);
  void take_posterior_sample();
  TrainingRecord measure();
  void choose(const TrainingRecord& record);
  void tell_choice() const;

  RealBatches real_;  // the generator's
  DiscriminatorRounds rounds_;
  LikelihoodSteps likelihood_;
  Symptoms symptoms_;
};

}  // namespace lingan
