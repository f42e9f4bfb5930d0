/// Pretraining of the discriminator against the pretrained generator.
#pragma once

#include <cstdint>
#include <string>

#include <lingan/gan/training/discriminator_rounds.h>
#include <lingan/gan/training/phase.h>
#include <lingan/gan/training/replaced_tokens.h>

namespace lingan {

/// The discriminator alone, before the adversarial phase: first epochs in which it finds replaced
/// tokens, then rounds in which it tells fakes from the text.
class DiscriminatorPhase : public Phase {
 public:
  explicit DiscriminatorPhase(TrainingState& state)
      : Phase(state), replaced_(state), rounds_(state) {}

  int64_t units() const override;
  std::string_view units_key() const override { return "training.discriminator_pretrain_rounds"; }
  int64_t steps_in(int64_t unit) const override {
    return is_epoch(unit) ? replaced_.steps_per_epoch() : rounds_.steps_per_round();
  }
  int64_t total_steps() const override;
  std::string why_not_longer() const override;

 private:
  void take_step() override;
  Outcome finish_unit(TrainingObserver& observer) override;
  void finish_epoch(TrainingRecord& record);

  bool is_epoch(int64_t unit) const { return unit < epochs(); }
  int64_t epochs() const;
  int64_t rounds() const;
  double progress_of_part() const;

  ReplacedTokenSteps replaced_;
  DiscriminatorRounds rounds_;
};

}  // namespace lingan
