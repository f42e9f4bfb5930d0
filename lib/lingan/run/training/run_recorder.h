/// What training writes into a run's folder: log, samples and checkpoints.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>

#include <lingan/base/file.h>
#include <lingan/gan/training/trainer.h>
#include <lingan/gan/training/training_observer.h>
#include <lingan/model/tensor_file.h>
#include <lingan/run/run_directory.h>

namespace lingan {

/// Key of the checkpoint's metadata: the recipe that it was trained by.
inline constexpr char kRunRecipe[] = "lingan.recipe";

/// Keys of what pretrained.safetensors says beside a checkpoint: the log as it was then, and the
/// seconds that were spent.
inline constexpr char kPretrainedLog[] = "lingan.metrics";
inline constexpr char kPretrainedSeconds[] = "lingan.seconds";

/// What earlier processes have written of a run.
struct RunPast {
  uint64_t log_bytes = 0;              ///< of metrics.jsonl that stay
  uint64_t log_bytes_before_last = 0;  ///< of it without its last record
  std::string last_samples = {};       ///< file of the samples of the last record; empty: none
  std::string undone_samples = {};     ///< of a record that is not to stay, likewise
  double seconds = 0.0;                ///< spent on it
};

/// The past of the run whose checkpoint that is.
/// @param last_undone  without its last record.
/// @throws InputError if the checkpoint does not say.
RunPast past_of(const TensorFile& checkpoint, const RunDirectory& run, bool last_undone = false);

/// Seconds spent on a run so far; 0 where its folder does not say.
double seconds_spent(const RunDirectory& run);

/// Writes what a trainer tells into the run's files, and passes it on.
class RunRecorder final : public TrainingObserver {
 public:
  /// Cuts the log to what stays, and removes the samples of a record that does not.
  /// All must live as long as the recorder.
  /// @throws InputError naming a line of the log that is no record, IoError if the log is too
  /// short: then nothing is removed.
  RunRecorder(const RunDirectory& run, const Trainer& trainer, TrainingObserver& observer,
              RunPast past);

  void record(const TrainingRecord& record) override;
  bool advanced(const TrainingProgress& progress) override { return observer_.advanced(progress); }
  void checkpoint() override;

  /// From now on the state in which the adversarial phase begins is kept, for the run's control.
  void keep_pretrained() { keeps_pretrained_ = true; }

  /// Spent on the run so far.
  double seconds() const;

 private:
  void write_samples(const TrainingRecord& record);
  void save_pretrained(TensorFile state) const;

  using Clock = std::chrono::steady_clock;

  const RunDirectory& run_;
  const Trainer& trainer_;
  TrainingObserver& observer_;
  RunPast past_;
  bool keeps_pretrained_ = false;
  LineFile log_;
  Clock::time_point start_;
};

}  // namespace lingan
