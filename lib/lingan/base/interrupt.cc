#include <lingan/base/interrupt.h>

#include <algorithm>
#include <csignal>
#include <iterator>

#include <poll.h>
#include <unistd.h>

#include <lingan/base/error.h>
#include <lingan/base/temporary_file.h>

namespace lingan {
namespace {

constexpr int kInterrupts[] = {SIGINT, SIGTERM, SIGHUP, SIGXCPU};
constexpr int kOtherEnds[] = {SIGQUIT, SIGUSR1, SIGUSR2, SIGALRM};

volatile std::sig_atomic_t flag = 0;
volatile std::sig_atomic_t loops_look = 0;
volatile std::sig_atomic_t child_group = 0;
int watched = -1;

/// Ends the process as the signal does by default. The system keeps that from the first process of
/// a container, which ends with a shell's exit code for the signal.
[[noreturn]] void die_by(int signal) {
  if (child_group > 0) ::kill(-child_group, SIGKILL);
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

void watch_for_interrupt(int descriptor) noexcept { watched = descriptor; }

bool interrupted() noexcept {
  if (flag != 0 || watched < 0) return flag != 0;
  pollfd channel{.fd = watched, .events = POLLIN, .revents = 0};
  return ::poll(&channel, 1, 0) > 0;
}

void throw_if_interrupted() {
  if (interrupted()) throw Interrupted("interrupted");
}

void end_with_this_process(pid_t group) noexcept { child_group = group; }

}  // namespace lingan
