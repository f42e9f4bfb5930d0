#include <lingan/model/torch_loop.h>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <vector>

#include <ATen/Parallel.h>

namespace lingan {
namespace {

TEST(TorchLoop, VisitsEveryNumberOnceForAnyNumberOfThreads) {
  const int threads = at::get_num_threads();
  for (const int used : {1, 2, 4}) {
    at::set_num_threads(used);
    for (const int64_t count : {0, 1, 7, 100, 5000}) {
      for (const int64_t grain : {1, 64}) {
        std::vector<std::atomic<int>> visits(static_cast<size_t>(count));
        torch_loop(count, grain, [&](int64_t begin, int64_t end) {
          for (int64_t i = begin; i < end; ++i) ++visits[static_cast<size_t>(i)];
        });
        for (const auto& visited : visits) ASSERT_EQ(visited, 1) << used << " " << count;
      }
    }
  }
  at::set_num_threads(threads);
}

TEST(TorchLoop, RunsSmallCountsInOnePiece) {
  int calls = 0;
  torch_loop(64, 64, [&](int64_t begin, int64_t end) {
    ++calls;
    EXPECT_EQ(begin, 0);
    EXPECT_EQ(end, 64);
  });
  EXPECT_EQ(calls, 1);
}

}  // namespace
}  // namespace lingan
