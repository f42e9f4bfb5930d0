#include <lingan/base/thread_pool.h>

#include <algorithm>
#include <cstdlib>
#include <optional>
#include <utility>

#include <lingan/base/run_delay.h>

#include <strings.h>

namespace lingan {
namespace {

using Clock = std::chrono::steady_clock;

constexpr uint32_t kClosed = uint32_t{1} << 31;
constexpr Clock::duration kShortestSpin = std::chrono::microseconds(20);
constexpr Clock::duration kLongestSpin = std::chrono::microseconds(1000);
constexpr Clock::duration kSpinForHelpers = std::chrono::microseconds(50);
constexpr Clock::duration kNoticedWait = std::chrono::microseconds(20);

thread_local bool inside_body = false;

void pause_core() {
#if defined(__x86_64__)
  __builtin_ia32_pause();
#elif defined(__aarch64__)
  asm volatile("yield");
#endif
}

/// Waits until value differs from old: awake for `spin`, then asleep.
void wait_for_change(const std::atomic<uint32_t>& value, uint32_t old, Clock::duration spin) {
  const auto start = Clock::now();
  do {
    for (int i = 0; i < 32; ++i) {
      if (value.load(std::memory_order_acquire) != old) return;
      pause_core();
    }
  } while (Clock::now() - start < spin);
  value.wait(old, std::memory_order_acquire);
}

/// How long helpers stay awake after a loop where OMP_WAIT_POLICY says: a user's choice is kept.
std::optional<Clock::duration> chosen_spin() {
  const char* policy = std::getenv("OMP_WAIT_POLICY");
  if (policy && ::strcasecmp(policy, "passive") == 0) return Clock::duration::zero();
  if (policy && ::strcasecmp(policy, "active") == 0) return std::chrono::seconds(1);
  return {};
}

/// How long a helper stays awake after a loop, which it learns from the pauses between loops.
class SpinTime {
 public:
  Clock::duration get() const { return time_; }

  void add_pause(Clock::duration pause) {
    if (chosen_) return;
    time_ = pause < kLongestSpin ? std::clamp(2 * pause, time_, kLongestSpin)
                                 : std::max(time_ / 2, kShortestSpin);
  }

 private:
  const std::optional<Clock::duration> chosen_ = chosen_spin();
  Clock::duration time_ = chosen_.value_or(kLongestSpin);
};

}  // namespace

bool ChunkedLoop::is_inside_body() { return inside_body; }

void ChunkedLoop::work() {
  inside_body = true;
  for (;;) {
    const int64_t begin = next_.fetch_add(grain_, std::memory_order_relaxed);
    if (begin >= count_) break;
    try {
      body_(begin, std::min(begin + grain_, count_));
    } catch (...) {
      next_.store(count_, std::memory_order_relaxed);
      const std::lock_guard lock(mutex_);
      if (!failure_) failure_ = std::current_exception();
    }
  }
  inside_body = false;
}

struct alignas(64) ThreadPool::Helper {
  explicit Helper(int64_t index) : index(index) {}

  const int64_t index;
  std::atomic<uint32_t> calls{0};
  std::thread thread;
};

ThreadPool::ThreadPool(int threads) : budget_(0), inside_(kClosed) {
  helpers_.reserve(static_cast<size_t>(threads - 1));
  try {
    for (int i = 0; i < threads - 1; ++i) {
      auto helper = std::make_unique<Helper>(i);
      helper->thread = std::thread([this, &helper = *helper] { serve(helper); });
      helpers_.push_back(std::move(helper));
    }
  } catch (const std::exception&) {
    // The system starts no more threads: those that it has started will do.
  }
  budget_ = HelperBudget(static_cast<int>(helpers_.size()));
}

ThreadPool::~ThreadPool() {
  stopping_ = true;
  for (int64_t i = 0; i < std::ssize(helpers_); ++i) call(i);
  for (auto& helper : helpers_) helper->thread.join();
}

void ThreadPool::call(int64_t index) {
  Helper& helper = *helpers_[index];
  helper.calls.fetch_add(1, std::memory_order_release);
  helper.calls.notify_one();
}

/// Calls two helpers; those that come in time call two each: waking one takes microseconds, and a
/// loop that is over by then needs no more of them.
void ThreadPool::call_two(int64_t first) {
  for (int64_t i = first; i < first + 2 && i < wanted_ && loop_->has_more(); ++i) call(i);
}

void ThreadPool::run(ChunkedLoop& loop) {
  const std::unique_lock lock(caller_mutex_, std::try_to_lock);
  if (!lock) return loop.work();
  wanted_ = std::min<int64_t>(budget_.enlisted(), loop.chunks() - 1);
  if (wanted_ > 0) {
    open(loop);
    call_two(0);
    loop.work();
    close();
  } else {
    loop.work();
  }
  budget_.end_loop();
}

void ThreadPool::open(ChunkedLoop& loop) {
  loop_ = &loop;
  inside_.store(0, std::memory_order_release);
}

/// From now on no helper joins; returns once those inside have left.
void ThreadPool::close() {
  uint32_t inside = inside_.fetch_or(kClosed, std::memory_order_acq_rel) | kClosed;
  if (inside == kClosed) return;
  const auto start = Clock::now();
  while (inside != kClosed) {
    wait_for_change(inside_, inside, kSpinForHelpers);
    inside = inside_.load(std::memory_order_acquire);
  }
  const auto wait = Clock::now() - start;
  if (preempted_.exchange(false) && wait > kNoticedWait) budget_.add_wait(wait);
}

bool ThreadPool::join() {
  uint32_t inside = inside_.load(std::memory_order_relaxed);
  while (!(inside & kClosed)) {
    if (inside_.compare_exchange_weak(inside, inside + 1, std::memory_order_acquire)) return true;
  }
  return false;
}

void ThreadPool::leave() {
  if (inside_.fetch_sub(1, std::memory_order_acq_rel) == (kClosed | 1)) inside_.notify_one();
}

void ThreadPool::serve(Helper& helper) {
  SpinTime spin;
  uint32_t answered = 0;
  int64_t preempted = preemptions();
  auto idle_since = Clock::now();
  while (!stopping_) {
    wait_for_change(helper.calls, answered, spin.get());
    answered = helper.calls.load(std::memory_order_acquire);
    spin.add_pause(Clock::now() - idle_since);
    if (!join()) continue;
    call_two(2 * helper.index + 2);
    loop_->work();
    const int64_t now = preemptions();
    if (now != preempted) preempted_ = true;
    preempted = now;
    leave();
    idle_since = Clock::now();
  }
}

}  // namespace lingan
