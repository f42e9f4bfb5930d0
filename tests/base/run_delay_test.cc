#include <lingan/base/run_delay.h>

#include <chrono>
#include <thread>
#include <vector>

#include <gtest/gtest.h>
#include <sched.h>

namespace lingan::run_delay_test {
namespace {

void compute_for(std::chrono::milliseconds time) {
  const auto end = std::chrono::steady_clock::now() + time;
  while (std::chrono::steady_clock::now() < end) {
  }
}

/// Runs body on one core, in a thread of its own.
template <class Body>
void on_one_core(Body body) {
  std::thread([body] {
    cpu_set_t one;
    CPU_ZERO(&one);
    CPU_SET(::sched_getcpu(), &one);
    ASSERT_EQ(::sched_setaffinity(0, sizeof one, &one), 0);
    body();
  }).join();
}

TEST(RunDelay, GrowsWhileAnotherThreadHasTheCore) {
  on_one_core([] {
    const RunDelay delay;
    const int64_t before = delay.nanoseconds();
    std::thread other([] { compute_for(std::chrono::milliseconds(200)); });
    compute_for(std::chrono::milliseconds(200));
    other.join();
    // Both wanted the core for 200 ms: each had to wait for about half of that.
    EXPECT_GT(delay.nanoseconds() - before, 30'000'000);
    EXPECT_GT(preemptions(), 0);
  });
}

TEST(RunDelay, DoesNotGrowInSleep) {
  const RunDelay delay;
  const int64_t before = delay.nanoseconds();
  const auto start = std::chrono::steady_clock::now();
  std::this_thread::sleep_for(std::chrono::milliseconds(100));
  const std::chrono::nanoseconds late =
      std::chrono::steady_clock::now() - start - std::chrono::milliseconds(100);
  EXPECT_LE(delay.nanoseconds() - before, late.count() + 5'000'000);
}

}  // namespace
}  // namespace lingan::run_delay_test
