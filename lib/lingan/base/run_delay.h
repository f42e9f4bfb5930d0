/// How long the calling thread could have run but had no core.
#pragma once

#include <cstdint>

namespace lingan {

/// Reads what Linux counts for one thread. Not for use from another thread.
class RunDelay {
 public:
  RunDelay();
  ~RunDelay();
  RunDelay(const RunDelay&) = delete;
  RunDelay& operator=(const RunDelay&) = delete;

  /// Nanoseconds spent waiting for a core since the thread began; only grows. From
  /// /proc/thread-self/schedstat, or, on a kernel without it, estimated from preemptions().
  int64_t nanoseconds() const;

 private:
  int descriptor_;
};

/// How often another thread was given the calling thread's core before it was done with it.
int64_t preemptions();

}  // namespace lingan
