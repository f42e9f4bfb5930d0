#include <lingan/text/corpus/ordered_writer.h>

#include <gtest/gtest.h>

#include <atomic>
#include <latch>
#include <stdexcept>
#include <thread>
#include <utility>
#include <vector>

namespace lingan::ordered_writer_test {
namespace {

TextPart part(int64_t number, std::exception_ptr failure = nullptr) {
  return {number, number + 1, std::to_string(number) + ' ', std::move(failure)};
}

TEST(OrderedWriter, WritesByNumberWhatComesInAnyOrder) {
  std::string written;
  OrderedWriter ordered(3, [&](std::string_view text, int64_t lines) {
    written += text;
    EXPECT_EQ(std::to_string(lines - 1) + ' ', text);
  });
  for (const int64_t number : {2, 1, 0, 4, 3}) {
    TextPart next = part(number);
    EXPECT_TRUE(ordered.put(next));
  }
  EXPECT_EQ(written, "0 1 2 3 4 ");
}

TEST(OrderedWriter, KeepsTheOrderOfManyThreads) {
  constexpr int64_t kParts = 2000;
  constexpr int kThreads = 4;
  std::string written;
  OrderedWriter ordered(2, [&](std::string_view text, int64_t) { written += text; });
  std::atomic<int64_t> next = 0;
  std::latch together(kThreads);
  std::vector<std::thread> threads;
  for (int i = 0; i < kThreads; ++i) {
    threads.emplace_back([&] {
      together.arrive_and_wait();
      for (int64_t number = next++; number < kParts; number = next++) {
        TextPart mine = part(number);
        EXPECT_TRUE(ordered.put(mine));
      }
    });
  }
  for (auto& thread : threads) thread.join();
  std::string expected;
  for (int64_t i = 0; i < kParts; ++i) expected += std::to_string(i) + ' ';
  EXPECT_EQ(written, expected);
}

TEST(OrderedWriter, WritesNothingAfterAFailure) {
  std::string written;
  OrderedWriter ordered(4, [&](std::string_view text, int64_t) { written += text; });
  TextPart second = part(1, std::make_exception_ptr(std::runtime_error("bad")));
  TextPart third = part(2);
  EXPECT_TRUE(ordered.put(second));
  EXPECT_TRUE(ordered.put(third));
  TextPart first = part(0);
  EXPECT_THROW(ordered.put(first), std::runtime_error);
  TextPart fourth = part(3);
  EXPECT_TRUE(ordered.put(fourth));
  ordered.stop();
  TextPart fifth = part(4);
  EXPECT_FALSE(ordered.put(fifth));
  EXPECT_EQ(written, "0 1 ");
}

TEST(OrderedWriter, FreesThoseThatWaitWhenItStops) {
  OrderedWriter ordered(1, [](std::string_view, int64_t) {});
  std::thread waits([&] {
    TextPart early = part(1);
    EXPECT_FALSE(ordered.put(early));
  });
  ordered.stop();
  waits.join();
}

}  // namespace
}  // namespace lingan::ordered_writer_test
