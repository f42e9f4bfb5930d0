/// How far long work is. The library does not show it; a program installs a listener.
#pragma once

#include <cstdint>
#include <functional>
#include <string>

namespace lingan {

enum class ProgressEvent { kBegan, kAdvanced, kEnded };

/// A job and how far it is.
struct ProgressReport {
  ProgressEvent event = ProgressEvent::kBegan;
  std::string label = {};  ///< what is being done
  int64_t total = 0;       ///< units in all, 0 if unknown
  std::string unit = {};   ///< plural name of a unit ("sentences")
  int64_t done = 0;        ///< units finished so far
  int64_t earlier = 0;     ///< of them, those that were finished before the job began
  std::string note = {};   ///< anything else that a user wants to see, such as a loss
};

/// Installs the listener of all jobs; null (the default) discards reports. It is called by one
/// thread at a time: when a job begins, at every step of it, and when it ends.
void set_progress_listener(std::function<void(const ProgressReport&)> listener);

/// A job, from its construction to its end.
class Progress {
 public:
  /// @param label  @param total  @param unit  @param earlier  as in ProgressReport.
  Progress(std::string label, int64_t total, std::string unit, int64_t earlier = 0);
  ~Progress();
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  /// Says that `done` units are finished so far.
  void update(int64_t done, const std::string& note = "");

 private:
  ProgressReport report_;
};

}  // namespace lingan
