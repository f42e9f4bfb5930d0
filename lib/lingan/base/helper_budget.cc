#include <lingan/base/helper_budget.h>

#include <algorithm>
#include <cstdint>

#include <lingan/base/run_delay.h>

namespace lingan {
namespace {

using Clock = HelperBudget::Clock;

constexpr double kBearable = 0.25;  // of the time; helpers on quiet cores save more than that

/// How much of its time the calling thread waited for a core.
class CallerDelay {
 public:
  /// The share since the last call, 0..1.
  double share(Clock::time_point now) {
    const int64_t waited = delay_.nanoseconds();
    const auto time = std::chrono::duration<double, std::nano>(now - looked_);
    const double share = static_cast<double>(waited - waited_) / time.count();
    waited_ = waited;
    looked_ = now;
    return share;
  }

 private:
  const RunDelay delay_;
  int64_t waited_ = delay_.nanoseconds();
  Clock::time_point looked_ = Clock::now() - std::chrono::seconds(1);
};

thread_local CallerDelay caller_delay;

}  // namespace

void HelperBudget::end_loop() {
  const auto now = Clock::now();
  if (now - opened_ >= kWindow) judge(now, caller_delay.share(now));
}

void HelperBudget::judge(Clock::time_point now, double delay) {
  using Seconds = std::chrono::duration<double>;
  const double lost = delay + Seconds(waited_) / Seconds(now - opened_);
  if (lost > kBearable) {
    enlisted_ /= 2;
    resting_until_ = now + pause_;
    pause_ = std::min(2 * pause_, kLongestPause);
  } else if (enlisted_ == all_) {
    pause_ = std::max(pause_ / 2, kShortestPause);
  } else if (now >= resting_until_) {
    enlisted_ = std::min(all_, std::max(1, 2 * enlisted_));
  }
  opened_ = now;
  waited_ = {};
}

}  // namespace lingan
