#include <lingan/base/parallel.h>

#include <atomic>
#include <chrono>
#include <cstdlib>
#include <mutex>
#include <set>
#include <stdexcept>
#include <thread>
#include <utility>
#include <vector>

#include <gtest/gtest.h>
#include <sys/resource.h>

namespace lingan::parallel_test {
namespace {

using Chunk = std::pair<int64_t, int64_t>;

std::set<Chunk> chunks_with(int threads, int64_t count, int64_t grain) {
  set_thread_count(threads);
  std::set<Chunk> chunks;
  std::mutex mutex;
  parallel_for(count, grain, [&](int64_t begin, int64_t end) {
    const std::lock_guard lock(mutex);
    EXPECT_TRUE(chunks.emplace(begin, end).second) << "chunk taken twice";
  });
  return chunks;
}

/// Puts the number of threads back when a test ends.
class ParallelFor : public ::testing::Test {
 protected:
  ~ParallelFor() override { set_thread_count(0); }
};

TEST_F(ParallelFor, CutsTheSameChunksForAnyNumberOfThreads) {
  const std::set<Chunk> expected{{0, 30}, {30, 60}, {60, 90}, {90, 100}};
  for (const int threads : {1, 2, 3, 8}) EXPECT_EQ(chunks_with(threads, 100, 30), expected);
}

TEST_F(ParallelFor, CutsOneChunkWhenTheGrainIsLarge) {
  EXPECT_EQ(chunks_with(4, 10, 1000), (std::set<Chunk>{{0, 10}}));
}

TEST_F(ParallelFor, DoesNothingForNothing) { EXPECT_TRUE(chunks_with(4, 0, 8).empty()); }

TEST_F(ParallelFor, TouchesEveryIndexOnceOverManyLoops) {
  set_thread_count(4);
  std::vector<int> touched(10'007, 0);
  for (int loop = 0; loop < 50; ++loop) {
    parallel_for(std::ssize(touched), 13, [&](int64_t begin, int64_t end) {
      for (int64_t i = begin; i < end; ++i) ++touched[i];
    });
  }
  EXPECT_EQ(touched, std::vector<int>(10'007, 50));
}

TEST_F(ParallelFor, RethrowsTheFirstExceptionAndStaysUsable) {
  for (const int threads : {1, 4}) {
    set_thread_count(threads);
    EXPECT_THROW(parallel_for(1000, 1,
                              [](int64_t begin, int64_t) {
                                if (begin == 17) throw std::out_of_range("seventeen");
                              }),
                 std::out_of_range);
    std::atomic<int> done{0};
    parallel_for(100, 1, [&](int64_t, int64_t) { ++done; });
    EXPECT_EQ(done, 100);
  }
}

TEST_F(ParallelFor, RunsACallFromInsideABodySerially) {
  set_thread_count(4);
  std::atomic<int> done{0};
  parallel_for(8, 1, [&](int64_t, int64_t) {
    const auto self = std::this_thread::get_id();
    parallel_for(10, 1, [&](int64_t, int64_t) {
      EXPECT_EQ(std::this_thread::get_id(), self);
      ++done;
    });
  });
  EXPECT_EQ(done, 80);
}

TEST_F(ParallelFor, RunsACallFromInsideABodyThatAlsoThrows) {
  set_thread_count(2);
  EXPECT_THROW(parallel_for(4, 1,
                            [](int64_t, int64_t) {
                              parallel_for(4, 1, [](int64_t, int64_t) { throw std::bad_alloc(); });
                            }),
               std::bad_alloc);
}

TEST_F(ParallelFor, ServesSeveralCallersAtOnce) {
  set_thread_count(3);
  std::atomic<int64_t> sum{0};
  std::vector<std::thread> callers;
  for (int c = 0; c < 4; ++c) {
    callers.emplace_back([&] {
      for (int loop = 0; loop < 20; ++loop) {
        parallel_for(1000, 7, [&](int64_t begin, int64_t end) { sum += end - begin; });
      }
    });
  }
  for (auto& caller : callers) caller.join();
  EXPECT_EQ(sum, 4 * 20 * 1000);
}

TEST_F(ParallelFor, LosesNoChunkInShortLoopsOfManyCallersAndSizes) {
  for (int threads = 2; threads <= 9; ++threads) {
    set_thread_count(threads);
    std::vector<std::thread> callers;
    for (int caller = 0; caller < 2; ++caller) {
      callers.emplace_back([caller] {
        for (int loop = 0; loop < 1000; ++loop) {
          std::vector<int> touched(static_cast<size_t>(2 + loop % 37 + caller), 0);
          parallel_for(std::ssize(touched), 1, [&](int64_t begin, int64_t) { ++touched[begin]; });
          ASSERT_EQ(touched, std::vector<int>(touched.size(), 1));
        }
      });
    }
    for (auto& caller : callers) caller.join();
  }
}

TEST_F(ParallelFor, LosesNoChunkWhenHelpersHaveFallenAsleep) {
  set_thread_count(4);
  for (int loop = 0; loop < 20; ++loop) {
    std::this_thread::sleep_for(std::chrono::milliseconds(3));  // longer than they spin
    std::atomic<int> done{0};
    parallel_for(64, 1, [&](int64_t, int64_t) {
      ++done;
      std::this_thread::sleep_for(std::chrono::microseconds(50));
    });
    EXPECT_EQ(done, 64);
  }
}

TEST_F(ParallelFor, SharesALoopAmongThreads) {
  set_thread_count(2);
  std::mutex mutex;
  std::set<std::thread::id> threads;
  for (int loop = 0; loop < 1000 && threads.size() < 2; ++loop) {
    parallel_for(2, 1, [&](int64_t, int64_t) {
      std::this_thread::sleep_for(std::chrono::milliseconds(1));
      const std::lock_guard lock(mutex);
      threads.insert(std::this_thread::get_id());
    });
  }
  EXPECT_EQ(threads.size(), 2u);
}

// Under a sanitizer the address space cannot be bounded.
#if defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define LINGAN_SANITIZED
#endif
#elif defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define LINGAN_SANITIZED
#endif
#ifndef LINGAN_SANITIZED
/// Ends the process: with 0 if loops run although most of 256 threads could not be started.
[[noreturn]] void run_without_memory_for_stacks() {
  constexpr rlim_t kBytes = rlim_t{1} << 30;
  const rlimit limit = {kBytes, kBytes};
  ::setrlimit(RLIMIT_AS, &limit);
  set_thread_count(256);
  std::atomic<int> done{0};
  parallel_for(100, 1, [&](int64_t, int64_t) { ++done; });
  std::_Exit(thread_count() < 256 && done == 100 ? 0 : 1);
}

TEST_F(ParallelFor, MakesDoWithTheThreadsThatTheSystemStarts) {
  GTEST_FLAG_SET(death_test_style, "threadsafe");
  EXPECT_EXIT(run_without_memory_for_stacks(), ::testing::ExitedWithCode(0), "");
}
#endif

TEST_F(ParallelFor, UsesTheNumberOfThreadsThatWasSet) {
  set_thread_count(3);
  EXPECT_EQ(thread_count(), 3);
  set_thread_count(0);
  EXPECT_GE(thread_count(), 1);
}

}  // namespace
}  // namespace lingan::parallel_test
