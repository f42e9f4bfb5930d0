#include <lingan/base/helper_budget.h>

#include <algorithm>

#include <lingan/base/run_delay.h>

namespace lingan {
namespace {

thread_local const RunDelay run_delay;

}  // namespace

void HelperBudget::end_loop(Clock::time_point now) {
  if (caller_ == &run_delay && now - opened_ < kWindow) return;
  const int64_t delay = run_delay.nanoseconds();
  if (caller_ == &run_delay) {
    judge(now, waited_ + std::chrono::nanoseconds(delay - delay_at_opening_));
  }
  open_window(now, delay);
}

void HelperBudget::open_window(Clock::time_point now, int64_t delay) {
  caller_ = &run_delay;
  opened_ = now;
  delay_at_opening_ = delay;
  waited_ = {};
}

void HelperBudget::judge(Clock::time_point now, Clock::duration lost) {
  const bool crowded = lost > (now - opened_) / 4;
  if (crowded) {
    enlisted_ /= 2;
    resting_until_ = now + pause_;
    pause_ = std::min(2 * pause_, kLongestPause);
  } else if (enlisted_ == all_) {
    pause_ = std::max(pause_ / 2, kShortestPause);
  } else if (now >= resting_until_) {
    enlisted_ = std::min(all_, std::max(1, 2 * enlisted_));
  }
}

}  // namespace lingan
