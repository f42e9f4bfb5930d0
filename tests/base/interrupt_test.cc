#include <lingan/base/interrupt.h>

#include <csignal>

#include <gtest/gtest.h>

namespace lingan {
namespace {

// Each runs in a process of its own (EXPECT_EXIT), since the flag is the process's and stays set.

[[noreturn]] void send_and_leave(int signal, int times) {
  catch_interrupts();
  if (interrupted()) std::_Exit(1);
  for (int i = 0; i < times; ++i) std::raise(signal);
  std::_Exit(interrupted() ? 0 : 2);
}

TEST(Interrupt, IsSeenAfterSigintAndSigterm) {
  EXPECT_EXIT(send_and_leave(SIGINT, 1), ::testing::ExitedWithCode(0), "");
  EXPECT_EXIT(send_and_leave(SIGTERM, 1), ::testing::ExitedWithCode(0), "");
}

TEST(Interrupt, EndsTheProcessTheSecondTime) {
  EXPECT_EXIT(send_and_leave(SIGINT, 2), ::testing::KilledBySignal(SIGINT), "");
}

}  // namespace
}  // namespace lingan
