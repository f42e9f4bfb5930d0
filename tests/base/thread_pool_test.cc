#include <lingan/base/thread_pool.h>

#include <atomic>
#include <chrono>
#include <memory>
#include <stdexcept>
#include <thread>
#include <vector>

#include <gtest/gtest.h>

namespace lingan::thread_pool_test {
namespace {

TEST(ThreadPool, StartsTheThreadsThatItIsToldTo) {
  for (const int threads : {1, 2, 5}) EXPECT_EQ(ThreadPool(threads).threads(), threads);
}

TEST(ThreadPool, RunsEveryChunkOnce) {
  ThreadPool pool(3);
  std::vector<std::atomic<int>> touched(1000);
  const ChunkedLoop::Body body = [&](int64_t begin, int64_t end) {
    for (int64_t i = begin; i < end; ++i) ++touched[static_cast<size_t>(i)];
  };
  ChunkedLoop loop(1000, 7, body);
  EXPECT_EQ(loop.chunks(), 143);
  pool.run(loop);
  EXPECT_FALSE(loop.has_more());
  for (const auto& count : touched) EXPECT_EQ(count, 1);
}

TEST(ThreadPool, LeavesALoopToItsCallerWhileAnotherHasTheHelpers) {
  ThreadPool pool(2);
  std::atomic<bool> started{false}, finished{false};
  const ChunkedLoop::Body waits = [&](int64_t, int64_t) {
    started = true;
    while (!finished) std::this_thread::yield();
  };
  ChunkedLoop first(2, 1, waits);
  std::thread caller([&] { pool.run(first); });
  while (!started) std::this_thread::yield();
  const auto self = std::this_thread::get_id();
  const ChunkedLoop::Body body = [&](int64_t, int64_t) {
    EXPECT_EQ(std::this_thread::get_id(), self);
    EXPECT_TRUE(ChunkedLoop::is_inside_body());
  };
  ChunkedLoop second(10, 1, body);
  pool.run(second);
  finished = true;
  caller.join();
  EXPECT_FALSE(ChunkedLoop::is_inside_body());
}

TEST(ThreadPool, KeepsTheFirstFailureForTheCaller) {
  ThreadPool pool(4);
  const ChunkedLoop::Body body = [](int64_t begin, int64_t) {
    if (begin == 3) throw std::range_error("three");
  };
  ChunkedLoop loop(8, 1, body);
  pool.run(loop);
  EXPECT_THROW(loop.rethrow_failure(), std::range_error);
}

TEST(ThreadPool, EndsWhileItsHelpersSleep) {
  auto pool = std::make_unique<ThreadPool>(4);
  ASSERT_EQ(pool->threads(), 4);
  std::this_thread::sleep_for(std::chrono::milliseconds(20));  // longer than they stay awake
  pool.reset();
  EXPECT_EQ(pool, nullptr);
}

}  // namespace
}  // namespace lingan::thread_pool_test
