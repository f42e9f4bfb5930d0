/// Pretraining of the generator by maximum likelihood.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <lingan/gan/training/discriminator_rounds.h>
#include <lingan/gan/training/likelihood_steps.h>
#include <lingan/gan/training/output_bias.h>
#include <lingan/gan/training/phase.h>

namespace lingan {

/// Epochs of teacher forcing (gan/training/likelihood_steps.h), with rounds of D before some of
/// them where the recipe has such (gan/recipe/interleaved_rounds.h). The phase ends early after
/// `pretrain_patience` epochs without a gain on validation, and leaves the generator with the
/// weights of its best epoch, to which at most `output_bias_passes` then fit the output bias
/// (gan/training/output_bias.h), as long as each lowers the NLL of validation (of training text
/// where there is none): a record of its own, `output-bias`, with the passes that were kept.
/// Training itself never goes back to earlier weights: a schedule of the learning rate and an
/// average of the weights do better what going back after a bad epoch is meant for. Validation is
/// by NLL alone: sampling for BLEU would cost as much as an epoch, and chooses no weights here.
class PretrainPhase : public Phase {
 public:
  explicit PretrainPhase(TrainingState& state) : Phase(state), steps_(state), rounds_(state) {}

  int64_t units() const override { return state_.recipe.training.pretrain_epochs; }
  std::string_view units_key() const override { return "training.pretrain_epochs"; }
  int64_t units_to_end() const override;
  int64_t steps_in(int64_t epoch) const override;
  int64_t total_steps() const override;
  std::string why_not_longer() const override;
  bool is_ending() const override { return fit_.has_value(); }
  int64_t reopen() override;
  void save(nlohmann::json& position) const override;
  void restore(const nlohmann::json& position) override;

 private:
  void take_step() override;
  Outcome finish_unit(TrainingObserver& observer) override;
  int64_t batches() const;
  OwnTokens own_tokens() const;
  int64_t discriminator_steps(int64_t epoch) const;
  void discriminator_step();
  TrainingRecord measure(bool last);
  void choose(double loss);
  bool fits_bias() const;
  double fitted_nll() const;
  std::vector<int64_t> rows_to_count() const;
  Outcome finish_pass(TrainingObserver& observer);

  LikelihoodSteps steps_;
  DiscriminatorRounds rounds_;
  int64_t epochs_without_gain_ = 0;
  std::optional<OutputBiasFit> fit_;           // while the phase ends
  double nll_before_pass_ = 0;                 // then
  int64_t passes_taken_ = 0;                   // by which it has ended
  std::vector<std::vector<int64_t>> batches_;  // of the epoch numbered epoch_
  int64_t epoch_ = -1;
};

}  // namespace lingan
