#include <lingan/engine/rollouts/row_grain.h>

#include <gtest/gtest.h>

#include <lingan/base/parallel.h>

#include "tests/engine/small_generator.h"

namespace lingan::engine::row_grain_test {
namespace {

TEST(RowGrain, IsAMultipleOfEightThatGivesEveryThreadWork) {
  const auto narrow = SmallGenerator(Cell::kGru, {50, 4, 16, 1}).stepper();
  const auto wide = SmallGenerator(Cell::kGru, {50, 4, 200, 1}).stepper();
  for (const int threads : {1, 2, 8}) {
    set_thread_count(threads);
    for (const int64_t rows : {1, 100, 1000, 100000}) {
      for (const Stepper* stepper : {narrow.get(), wide.get()}) {
        const int64_t grain = row_grain(*stepper, rows);
        EXPECT_EQ(grain % 8, 0);
        EXPECT_LE(grain, 256);
        EXPECT_GE(grain, stepper == wide.get() ? 32 : 8);
        if (rows >= 1000) {
          EXPECT_GE(rows / grain, threads);
        }
      }
    }
  }
  set_thread_count(0);
}

}  // namespace
}  // namespace lingan::engine::row_grain_test
