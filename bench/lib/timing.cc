#include <bench/lib/timing.h>

#include <algorithm>
#include <chrono>

namespace lingan::bench {

std::vector<double> time_calls(int repetitions, const std::function<void()>& run) {
  if (repetitions > 1) run();
  std::vector<double> seconds;
  for (int i = 0; i < repetitions; ++i) {
    const auto start = std::chrono::steady_clock::now();
    run();
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
