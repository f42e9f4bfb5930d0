/// Processes beside this one that finish the runs of a comparison: torch keeps one random state and
/// one pool of threads to a process.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include <sys/types.h>

#include <lingan/base/descriptor.h>
#include <lingan/run/comparison/run_frontier.h>

#include "tools/failure.h"
#include "tools/machine_options.h"

namespace lingan::tools {

/// A run to train to its end and to measure.
struct WorkerTask {
  std::filesystem::path run;         ///< its folder, which is there
  std::filesystem::path start;       ///< that of the run whose state it begins from; empty: none
  bool keeps_pretrained = false;     ///< see TrainRunOptions
  std::filesystem::path controlled;  ///< the same; empty: none
  FrontierRequest measured;
};

/// What a worker says.
struct WorkerReport {
  enum class Kind {
    kProgress,  ///< of its task
    kNotice,    ///< on its task, each text once for a task
    kFinished,  ///< the task is done: it takes the next
    kFailed,    ///< the worker ends
    kEnded,     ///< it is no more, and has not said why before
  };
  Kind kind = Kind::kEnded;
  double share = 0.0;  ///< of the task that is done
  std::string text;    ///< of a notice; how the process ended
  Failure failure = {};
};

/// The worker of a process that was forked from this one. Where the object goes, the worker saves
/// the run that it trains and ends; where this process is killed, it is killed, too, so that nobody
/// holds the run, which continues from its last checkpoint.
class ComparisonWorker {
 public:
  /// Forks.
  /// @param machine  what it takes of the machine; it says nothing on stderr.
  /// @param others  workers that were made before.
  /// REQUIRES: this process has one thread, and no device.
  /// @throws IoError if the system has no process or descriptor left.
  ComparisonWorker(const MachineOptions& machine, const std::vector<ComparisonWorker>& others);
  ~ComparisonWorker();
  ComparisonWorker(ComparisonWorker&& other) noexcept;

  /// Gives it a task.  REQUIRES: it has none.
  void begin(const WorkerTask& task);
  /// Asks it to save its run and to end.
  void stop();
  /// Is readable where something has come.
  int descriptor() const { return channel_.get(); }
  /// Whether a report has come already, which the descriptor does not show.
  bool has_report() const { return unread_.find('\n') != std::string::npos; }
  /// Waits for the next report.
  WorkerReport read();

 private:
  std::string ending();

  Descriptor channel_;
  pid_t process_ = -1;
  std::string unread_;  // beginning of a report
};

}  // namespace lingan::tools
