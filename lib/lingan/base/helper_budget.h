/// How many helpers a pool of threads enlists while other programs use the same cores.
#pragma once

#include <chrono>
#include <cstdint>

namespace lingan {

/// Learns from lost time. A helper on a core that another program wants takes turns with it: the
/// loop waits for it, or the caller is moved to a core that is taken, too. Where more than an
/// eighth of the time goes so, half of the helpers are sent to rest; they are tried again after a
/// pause, which doubles each time that the trial fails. Results do not depend on it: chunks are cut
/// alike for any number of threads. Not thread-safe: one caller at a time.
class HelperBudget {
 public:
  using Clock = std::chrono::steady_clock;

  /// @param helpers  >= 0: all that there are.
  explicit HelperBudget(int helpers) : all_(helpers), enlisted_(helpers) {}

  /// Helpers that the next loop may have, 0..all.
  int enlisted() const { return enlisted_; }

  /// A loop had to wait for a helper whose core was taken away.
  void add_wait(Clock::duration wait) { waited_ += wait; }

  /// To be called at the end of every loop by the thread that ran it.
  void end_loop() { end_loop(Clock::now()); }
  void end_loop(Clock::time_point now);

 private:
  void open_window(Clock::time_point now, int64_t delay);
  void judge(Clock::time_point now, Clock::duration lost);

  int all_;
  int enlisted_;
  Clock::duration waited_{};      // in this window
  Clock::time_point opened_{};    // the window
  int64_t delay_at_opening_ = 0;  // of the caller, nanoseconds
  const void* caller_ = nullptr;  // whose delay that was
  Clock::time_point resting_until_{};
  Clock::duration pause_ = kShortestPause;

  static constexpr Clock::duration kWindow = std::chrono::milliseconds(25);
  static constexpr Clock::duration kShortestPause = std::chrono::milliseconds(25);
  static constexpr Clock::duration kLongestPause = std::chrono::milliseconds(1600);
};

}  // namespace lingan
