/// A progress line on stderr with rate and time left, for work longer than two seconds.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>

namespace lingan {

/// Shows how far a job is. Silent unless stderr is a terminal; rewritten at most ten times a
/// second, not before two seconds have gone, and wiped when the object goes.
class Progress {
 public:
  /// @param label  what is being done.  @param total  how many units in all, 0 if unknown.
  /// @param unit   plural name of a unit ("sentences").
  Progress(std::string label, int64_t total, std::string unit);
  ~Progress();
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  /// Says that `done` units are finished so far; `note` is shown at the end of the line.
  void update(int64_t done, const std::string& note = "");

  /// Turns all progress lines off (`--quiet`).
  static void silence();

 private:
  using Clock = std::chrono::steady_clock;
  std::string label_;
  int64_t total_;
  std::string unit_;
  Clock::time_point start_;
  Clock::time_point last_;
  bool shown_ = false;
};

/// "45 s", "3 min 20 s", "2 h 05 min".  @param seconds  >= 0.
std::string format_duration(double seconds);

}  // namespace lingan
