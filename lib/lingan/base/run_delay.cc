#include <lingan/base/run_delay.h>

#include <charconv>
#include <string_view>
#include <system_error>

#include <fcntl.h>
#include <sys/resource.h>
#include <unistd.h>

namespace lingan {
namespace {

constexpr int64_t kUsualSlice = 3'000'000;  // nanoseconds that another thread then keeps the core

}  // namespace

RunDelay::RunDelay() : descriptor_(::open("/proc/thread-self/schedstat", O_RDONLY | O_CLOEXEC)) {}

RunDelay::~RunDelay() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

int64_t RunDelay::nanoseconds() const {
  char text[64];
  const ssize_t size = descriptor_ >= 0 ? ::pread(descriptor_, text, sizeof text, 0) : 0;
  const std::string_view line(text, size > 0 ? static_cast<size_t>(size) : 0);
  const size_t second = line.find(' ') + 1;  // "time-on-core time-waiting slices"
  int64_t waited = 0;
  if (second > 0 &&
      std::from_chars(line.data() + second, line.data() + line.size(), waited).ec == std::errc()) {
    return waited;
  }
  return preemptions() * kUsualSlice;
}

int64_t preemptions() {
  rusage usage = {};
  ::getrusage(RUSAGE_THREAD, &usage);
  return usage.ru_nivcsw;
}

}  // namespace lingan
