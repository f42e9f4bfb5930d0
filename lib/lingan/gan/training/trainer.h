/// The training loop: maximum-likelihood pretraining, discriminator pretraining, adversarial
/// rounds.
///
/// The trainer owns the schedule and knows no strategy by name. It advances by one optimizer step
/// at a time and everything random in a step is a function of the seed and of the step's position,
/// so a run continues from any step as if it had never stopped.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include <lingan/model/torch.h>

#include <lingan/base/token_batch.h>
#include <lingan/gan/objectives/objective.h>
#include <lingan/gan/recipe/recipe.h>
#include <lingan/gan/strategies/strategy.h>
#include <lingan/gan/training/corpus_tensor.h>
#include <lingan/model/discriminator.h>
#include <lingan/model/generator.h>
#include <lingan/model/tensor_file.h>

namespace lingan {

/// What a run is trained and validated on.
struct TrainingData {
  TokenBatch train;       ///< [N, T]
  TokenBatch validation;  ///< [N', T]; may be empty: training loss is used instead
  SpecialTokens specials;
  int32_t vocabulary_size = 0;
  std::shared_ptr<Generator> oracle;  ///< null on text: the source of the data, for NLL_oracle
};

/// One line of the training log.
struct TrainingRecord {
  std::string phase;                     ///< `pretrain`, `discriminator` or `adversarial`
  int64_t step = 0;                      ///< epoch, round or adversarial step, from 1
  std::map<std::string, double> values;  ///< `loss`, `nll`, `nll-oracle`, `bleu-2`, `reward`, ...
};

/// How far a run is.
struct TrainingProgress {
  int64_t done = 0;   ///< optimizer steps taken
  int64_t total = 0;  ///< optimizer steps in all if nothing stops early
  std::string note;   ///< phase and latest figures
};

/// What the trainer tells as it goes.
class TrainingObserver {
 public:
  virtual ~TrainingObserver() = default;
  /// A measurement was taken.
  virtual void record(const TrainingRecord& record) = 0;
  /// A step was taken. Return false to stop: the trainer then calls checkpoint and throws
  /// Interrupted.
  virtual bool advanced(const TrainingProgress& progress) = 0;
  /// The state is worth saving.
  virtual void checkpoint() = 0;
};

/// Trains one generator by one recipe.
class Trainer {
 public:
  /// @throws UsageError if recipe and data do not go together.
  Trainer(const Recipe& recipe, TrainingData data, uint64_t seed);
  ~Trainer();

  /// Trains to the end, from wherever the state is.
  /// @throws Interrupted when the observer says stop; NumericError when a loss is NaN or infinite:
  /// the last checkpoint is then a good one.
  void run(TrainingObserver& observer);

  /// The whole state: weights, optimizers, position, best weights.
  TensorFile save() const;
  /// Continues from save()'s state.  @throws InputError if it belongs to another recipe.
  void restore(const TensorFile& state);

  /// The generator as it is now.
  const Generator& generator() const { return *generator_; }
  /// The weights chosen on validation so far (see TrainingOptions::select), names as in a module.
  TensorFile best_generator() const;

 private:
  enum class Phase : int64_t { kPretrain, kDiscriminator, kAdversarial, kDone };

  void advance(TrainingObserver& observer);
  void pretrain_step(TrainingObserver& observer);
  void finish_pretrain_epoch(TrainingObserver& observer);
  void discriminator_step(TrainingObserver& observer);
  void adversarial_step(TrainingObserver& observer);
  void finish_adversarial_step(TrainingObserver& observer);
  void next_phase(TrainingObserver& observer);
  void train_discriminator(int64_t round, int64_t batch);
  Sentences round_fakes(StepContext& context, int64_t round, int64_t batch);
  StepContext context(const Sentences& real);
  Sentences real_batch(uint32_t order, int64_t batch);
  void restore_position(const std::string& json);
  void measure(TrainingRecord& record);
  void keep_best(const TrainingRecord& record);
  void remember_generator();
  void add(const std::string& name, double value);
  std::map<std::string, double> take_means();
  void reseed() const;
  std::map<std::string, double> read_back(const StepReport& report, const char* of) const;
  TrainingProgress progress() const;
  int64_t round_samples() const;
  int64_t batches_per_epoch() const;
  int64_t batches_per_round() const;
  int64_t pretrain_batches() const;

  Recipe recipe_;
  TrainingData data_;
  CorpusTensor corpus_;  // data_.train
  uint64_t seed_;
  std::shared_ptr<Generator> generator_;
  std::shared_ptr<Discriminator> discriminator_;  // null without a strategy
  std::unique_ptr<Objective> objective_;
  std::unique_ptr<Strategy> strategy_;
  bool hard_fakes_ = false;
  std::unique_ptr<torch::optim::Adam> likelihood_optimizer_;
  std::unique_ptr<torch::optim::Adam> generator_optimizer_;
  std::unique_ptr<torch::optim::Adam> discriminator_optimizer_;

  Phase phase_ = Phase::kPretrain;
  int64_t unit_ = 0;   // epoch, round or adversarial step
  int64_t batch_ = 0;  // optimizer step inside the unit
  int64_t steps_done_ = 0;
  double best_value_ = 0.0;
  bool has_best_ = false;
  int64_t epochs_without_gain_ = 0;
  double learning_rate_scale_ = 1.0;
  std::map<std::string, std::pair<double, double>>
      sums_;  // name -> sum, count since the last record
  std::map<std::string, torch::Tensor> best_weights_;

  // Derived from the state above, rebuilt when needed.
  std::vector<std::vector<int64_t>> epoch_batches_;
  int64_t epoch_of_batches_ = -1;
  std::vector<int64_t> order_;
  int64_t order_of_rows_ = -1;
  Sentences fakes_;
  int64_t round_of_fakes_ = -1;
  std::string latest_;
};

}  // namespace lingan
