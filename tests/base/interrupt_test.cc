#include <lingan/base/interrupt.h>

#include <csignal>

#include <gtest/gtest.h>
#include <unistd.h>

#include <lingan/base/error.h>

namespace lingan::interrupt_test {
namespace {

// Each runs in a process of its own (EXPECT_EXIT), since the flag is the process's and stays set.

[[noreturn]] void send_and_leave(int signal, int times) {
  catch_interrupts();
  if (interrupted()) std::_Exit(1);
  for (int i = 0; i < times; ++i) std::raise(signal);
  std::_Exit(interrupted() ? 0 : 2);
}

TEST(Interrupt, IsSeenAfterASignalThatAsksForTheEnd) {
  for (const int signal : {SIGINT, SIGTERM, SIGHUP, SIGXCPU}) {
    EXPECT_EXIT(send_and_leave(signal, 1), ::testing::ExitedWithCode(0), "");
  }
}

TEST(Interrupt, IsSeenAtADescriptor) {
  const auto watch = [](bool is_closed) {
    int ends[2];
    if (::pipe(ends) != 0) std::_Exit(1);
    watch_for_interrupt(ends[0]);
    if (interrupted()) std::_Exit(2);
    if (is_closed) ::close(ends[1]);
    if (!is_closed && ::write(ends[1], "x", 1) != 1) std::_Exit(3);
    try {
      throw_if_interrupted();
    } catch (const Interrupted&) {
      std::_Exit(0);
    }
    std::_Exit(4);
  };
  EXPECT_EXIT(watch(true), ::testing::ExitedWithCode(0), "");
  EXPECT_EXIT(watch(false), ::testing::ExitedWithCode(0), "");
}

TEST(Interrupt, EndsTheProcessTheSecondTime) {
  EXPECT_EXIT(send_and_leave(SIGINT, 2), ::testing::KilledBySignal(SIGINT), "");
  EXPECT_EXIT(send_and_leave(SIGHUP, 2), ::testing::KilledBySignal(SIGHUP), "");
  EXPECT_EXIT(send_and_leave(SIGXCPU, 2), ::testing::ExitedWithCode(0), "") << "told every second";
  EXPECT_EXIT(send_and_leave(SIGQUIT, 1), ::testing::KilledBySignal(SIGQUIT), "");
}

TEST(Interrupt, EndsTheProcessWhereNoLoopLooks) {
  const auto send = [](int signal) {
    end_on_signals();
    std::raise(signal);
    std::_Exit(1);
  };
  EXPECT_EXIT(send(SIGTERM), ::testing::KilledBySignal(SIGTERM), "");
  EXPECT_EXIT(send(SIGHUP), ::testing::KilledBySignal(SIGHUP), "");
}

TEST(Interrupt, KeepsASignalIgnoredThatWasSo) {
  const auto send = [] {
    std::signal(SIGINT, SIG_IGN);
    std::signal(SIGHUP, SIG_IGN);
    end_on_signals();
    catch_interrupts();
    std::raise(SIGINT);
    std::raise(SIGHUP);
    std::_Exit(interrupted() ? 1 : 0);
  };
  EXPECT_EXIT(send(), ::testing::ExitedWithCode(0), "");
}

}  // namespace
}  // namespace lingan::interrupt_test
