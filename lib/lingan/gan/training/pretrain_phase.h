/// Pretraining of the generator by maximum likelihood.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include <lingan/gan/training/likelihood_steps.h>
#include <lingan/gan/training/phase.h>

namespace lingan {

/// Epochs of teacher forcing (gan/training/likelihood_steps.h). The phase ends early after
/// `pretrain_patience` epochs without a gain on validation, and leaves the generator with the
/// weights of its best epoch, whose output bias `output_bias_passes` fit once more
/// (gan/training/output_bias.h): a record of its own, `output-bias`. Training itself never goes
/// back to earlier weights: a schedule of the learning rate and an average of the weights do better
/// what going back after a bad epoch is meant for. Validation is by NLL alone: sampling for BLEU
/// would cost as much as an epoch, and chooses no weights here.
class PretrainPhase : public Phase {
 public:
  explicit PretrainPhase(TrainingState& state) : Phase(state), steps_(state) {}

  int64_t units() const override { return state_.recipe.training.pretrain_epochs; }
  std::string_view units_key() const override { return "training.pretrain_epochs"; }
  int64_t steps_in(int64_t epoch) const override;
  std::string why_not_longer() const override;
  void save(nlohmann::json& position) const override;
  void restore(const nlohmann::json& position) override;

 private:
  void take_step() override;
  Outcome finish_unit(TrainingObserver& observer) override;
  TrainingRecord measure(bool last);
  void choose(double loss);
  void end(TrainingObserver& observer);
  void fit_bias(TrainingObserver& observer);

  LikelihoodSteps steps_;
  int64_t epochs_without_gain_ = 0;
  std::vector<std::vector<int64_t>> batches_;  // of the epoch numbered epoch_
  int64_t epoch_ = -1;
};

}  // namespace lingan
