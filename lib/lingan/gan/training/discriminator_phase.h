/// Pretraining of the discriminator against the pretrained generator.
#pragma once

#include <cstdint>
#include <string>

#include <lingan/gan/training/discriminator_rounds.h>
#include <lingan/gan/training/phase.h>

namespace lingan {

/// Rounds of the discriminator alone, before the adversarial phase.
class DiscriminatorPhase : public Phase {
 public:
  explicit DiscriminatorPhase(TrainingState& state) : Phase(state), rounds_(state) {}

  int64_t units() const override;
  std::string_view units_key() const override { return "training.discriminator_pretrain_rounds"; }
  int64_t steps_in(int64_t) const override { return rounds_.steps_per_round(); }
  std::string why_not_longer() const override;

 private:
  void take_step() override;
  Outcome finish_unit(TrainingObserver& observer) override;

  DiscriminatorRounds rounds_;
};

}  // namespace lingan
