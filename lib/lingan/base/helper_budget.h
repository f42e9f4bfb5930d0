/// How many helpers a pool of threads enlists while other programs use the same cores.
#pragma once

#include <chrono>

namespace lingan {

/// Learns from lost time. A helper on a core that another program wants takes turns with it: the
/// loop waits for it, or the caller is moved to a core that is taken, too. Where more than a
/// quarter of the time goes so, half of the helpers are sent to rest; they are tried again after a
/// pause, which doubles each time that the trial fails. Results do not depend on it: chunks are cut
/// the same for any number of threads. Not thread-safe: one caller at a time.
class HelperBudget {
 public:
  using Clock = std::chrono::steady_clock;

  /// Time that is judged at once: several of a scheduler's time slices.
  static constexpr Clock::duration kWindow = std::chrono::milliseconds(25);

  /// @param helpers  >= 0: all that there are.
  explicit HelperBudget(int helpers) : all_(helpers), enlisted_(helpers) {}

  /// Helpers that the next loop may have, 0..all.
  int enlisted() const { return enlisted_; }

  /// A loop had to wait for a helper whose core was taken away.
  void add_wait(Clock::duration wait) { waited_ += wait; }

  /// To be called at the end of every loop by the thread that ran it: judges a window that is over.
  void end_loop();

  /// Judges the time since the last call.
  /// @param delay  share of its own time that the caller waited for a core, 0..1.
  void judge(Clock::time_point now, double delay);

 private:
  int all_;
  int enlisted_;
  Clock::duration waited_{};  // in this window
  Clock::time_point opened_ = Clock::now();
  Clock::time_point resting_until_{};
  Clock::duration pause_ = kShortestPause;

  static constexpr Clock::duration kShortestPause = kWindow;
  static constexpr Clock::duration kLongestPause = 64 * kWindow;
};

}  // namespace lingan
