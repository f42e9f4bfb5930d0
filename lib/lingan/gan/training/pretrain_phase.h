/// Pretraining of the generator by maximum likelihood.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include <lingan/gan/training/phase.h>

namespace lingan {

/// Epochs of teacher forcing (gan/training/likelihood_loss.h). The learning rate falls after every
/// epoch without a gain on validation, and the phase ends early after `pretrain_patience` of them;
/// it leaves the generator with the weights of its best epoch.
class PretrainPhase : public Phase {
 public:
  using Phase::Phase;

  int64_t units() const override { return state_.recipe.training.pretrain_epochs; }
  std::string_view units_key() const override { return "training.pretrain_epochs"; }
  int64_t steps_per_unit() const override;
  std::string why_not_longer() const override;
  void save(nlohmann::json& position) const override;
  void restore(const nlohmann::json& position) override;

 private:
  void take_step() override;
  Outcome finish_unit(TrainingObserver& observer) override;
  TrainingRecord measure(bool last);
  bool gained(double nll);

  int64_t epochs_without_gain_ = 0;
  double learning_rate_scale_ = 1.0;
  std::vector<std::vector<int64_t>> batches_;  // of the epoch numbered epoch_
  int64_t epoch_ = -1;
};

}  // namespace lingan
