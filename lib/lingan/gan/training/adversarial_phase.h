/// Generator against discriminator.
#pragma once

#include <cstdint>
#include <string>

#include <lingan/gan/training/discriminator_rounds.h>
#include <lingan/gan/training/phase.h>
#include <lingan/gan/training/real_batches.h>
#include <lingan/gan/training/symptoms.h>

namespace lingan {

/// Adversarial steps: one optimizer step of the generator by the strategy, then
/// `discriminator_steps` rounds of the discriminator.
class AdversarialPhase : public Phase {
 public:
  explicit AdversarialPhase(TrainingState& state) : Phase(state), real_(state), rounds_(state) {}

  int64_t units() const override;
  std::string_view units_key() const override { return "training.adversarial_steps"; }
  int64_t steps_per_unit() const override;
  void begin() override;
  std::string why_not_longer() const override;
  void save(nlohmann::json& position) const override { symptoms_.save(position); }
  void restore(const nlohmann::json& position) override { symptoms_.restore(position); }

 private:
  void take_step() override;
  Outcome finish_unit(TrainingObserver& observer) override;
  void generator_step(int64_t number);
  TrainingRecord measure();
  void choose(const TrainingRecord& record);
  void tell_choice() const;

  RealBatches real_;  // the generator's
  DiscriminatorRounds rounds_;
  Symptoms symptoms_;
};

}  // namespace lingan
