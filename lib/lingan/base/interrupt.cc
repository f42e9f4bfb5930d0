#include <lingan/base/interrupt.h>

#include <csignal>

namespace lingan {
namespace {

volatile std::sig_atomic_t flag = 0;

void on_signal(int signal) {
  if (flag != 0) {
    std::signal(signal, SIG_DFL);
    std::raise(signal);
  }
  flag = 1;
}

}  // namespace

void catch_interrupts() {
  std::signal(SIGINT, on_signal);
  std::signal(SIGTERM, on_signal);
}

bool interrupted() noexcept { return flag != 0; }

}  // namespace lingan
