/// Keeps torch to the calling thread.
#pragma once

#include <ATen/Parallel.h>

namespace lingan {

/// While one exists, torch's operations run on the thread that calls them; then torch has as many
/// threads again as before. What is worth sharing goes to lingan's own pool (base/parallel.h), cut
/// the same for any number of threads: torch's sums depend on how many it has, and idle threads of
/// its own would spin on the cores that the pool works on.
class OneTorchThread {
 public:
  OneTorchThread() : before_(at::get_num_threads()) { at::set_num_threads(1); }
  ~OneTorchThread() { at::set_num_threads(before_); }
  OneTorchThread(const OneTorchThread&) = delete;
  OneTorchThread& operator=(const OneTorchThread&) = delete;

 private:
  int before_;
};

}  // namespace lingan
