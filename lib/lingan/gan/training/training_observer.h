/// What training tells as it goes.
#pragma once

#include <cstdint>
#include <map>
#include <string>

namespace lingan {

/// One line of the training log.
struct TrainingRecord {
  std::string phase;  ///< `pretrain`, `output-bias`, `discriminator` or `adversarial`
  int64_t step = 0;   ///< epoch, round or adversarial step, from 1; passes of `output-bias` kept
  std::map<std::string, double> values;  ///< `loss`, `nll`, `nll-oracle`, `bleu-2`, `reward`, ...
};

/// How far a run is.
struct TrainingProgress {
  int64_t done = 0;   ///< optimizer steps taken
  int64_t total = 0;  ///< optimizer steps in all if nothing stops early
  std::string note;   ///< phase and latest figures

  /// What is done of it, 0..1. A run without steps has all of it done.
  double share() const {
    return done < total ? static_cast<double>(done) / static_cast<double>(total) : 1.0;
  }
};

/// Listens to a run. Override what is of interest; the rest does nothing.
class TrainingObserver {
 public:
  virtual ~TrainingObserver() = default;
  /// A measurement was taken.
  virtual void record(const TrainingRecord& record) {}
  /// A step was taken. Return false to stop: the trainer then calls checkpoint and throws
  /// Interrupted.
  virtual bool advanced(const TrainingProgress& progress) { return true; }
  /// The state is worth saving.
  virtual void checkpoint() {}
};

}  // namespace lingan
