#include <lingan/base/interrupt.h>

#include <algorithm>
#include <csignal>
#include <iterator>

#include <unistd.h>

#include <lingan/base/temporary_file.h>

namespace lingan {
namespace {

constexpr int kInterrupts[] = {SIGINT, SIGTERM, SIGHUP, SIGXCPU};
constexpr int kOtherEnds[] = {SIGQUIT, SIGUSR1, SIGUSR2, SIGALRM};

volatile std::sig_atomic_t flag = 0;
volatile std::sig_atomic_t loops_look = 0;

/// Ends the process as the signal does by default. The system keeps that from the first process of
/// a container, which ends with a shell's exit code for the signal.
[[noreturn]] void die_by(int signal) {
  remove_temporary_files();
  std::signal(signal, SIG_DFL);
  sigset_t blocked;
  ::sigemptyset(&blocked);
  ::sigaddset(&blocked, signal);
  ::pthread_sigmask(SIG_UNBLOCK, &blocked, nullptr);
  ::raise(signal);
  ::_exit(128 + signal);
}

void on_signal(int signal) {
  const bool is_interrupt =
      std::find(std::begin(kInterrupts), std::end(kInterrupts), signal) != std::end(kInterrupts);
  if (loops_look == 0 || !is_interrupt) die_by(signal);
  // A limit of processor time is told every second.
  if (flag != 0 && signal != SIGXCPU) die_by(signal);
  flag = 1;
}

/// Keeps an ignored signal ignored.
void handle(int signal) {
  struct sigaction action;
  if (::sigaction(signal, nullptr, &action) != 0 || action.sa_handler == SIG_IGN) return;
  std::signal(signal, on_signal);
}

}  // namespace

void end_on_signals() {
  for (const int signal : kInterrupts) handle(signal);
  for (const int signal : kOtherEnds) handle(signal);
}

void catch_interrupts() {
  loops_look = 1;
  end_on_signals();
}

bool interrupted() noexcept { return flag != 0; }

}  // namespace lingan
