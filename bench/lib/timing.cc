#include <bench/lib/timing.h>

#include <torch/cuda.h>

#include <algorithm>
#include <chrono>

#include <lingan/model/compute_device.h>

namespace lingan::bench {

namespace {

void wait_for_device() {
  if (compute_device().is_cuda()) torch::cuda::synchronize();
}

}  // namespace

std::vector<double> time_calls(int repetitions, const std::function<void()>& run) {
  if (repetitions > 1) run();
  wait_for_device();
  std::vector<double> seconds;
  for (int i = 0; i < repetitions; ++i) {
    const auto start = std::chrono::steady_clock::now();
    run();
    wait_for_device();
    const std::chrono::duration<double> taken = std::chrono::steady_clock::now() - start;
    seconds.push_back(taken.count());
  }
  return seconds;
}

double median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return values[values.size() / 2];
}

}  // namespace lingan::bench
