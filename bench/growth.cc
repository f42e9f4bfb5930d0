/// How the time of rollouts grows with each of its sizes: doubles one at a time and prints the
/// fitted exponents. Usage: bench_growth
///
/// Prints `growth NAME EXPONENT SECONDS...`, seconds from the smallest size to the largest: the
/// exponent of time over the batch B, rollouts M, prefix pairs T (T - 1) / 2, vocabulary V, and
/// threads (-1 is perfect there).
#include <lingan/model/torch.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <functional>
#include <vector>

#include <bench/lib/instructions.h>
#include <bench/lib/synthetic_task.h>
#include <lingan/base/parallel.h>
#include <lingan/engine/rollouts/rollouts.h>

namespace {

using namespace lingan::bench;

struct Size {
  int64_t batch = 64;
  int32_t rollouts = 8;
  int32_t length = 20;
  int64_t vocabulary = 5000;
  int threads = 1;
};

double seconds(const Size& size) {
  lingan::set_thread_count(size.threads);
  const auto engine = make_generator({.vocabulary = size.vocabulary})->rollouts(kNoSpecials);
  lingan::engine::SampleRequest request;
  request.rows = size.batch;
  request.length = size.length;
  request.stream = {3};
  const auto sentences = engine->sample(request).tokens;
  lingan::engine::RolloutRequest rollouts;
  rollouts.rollouts = size.rollouts;
  rollouts.stream = {2, lingan::Purpose::kRollout};
  double best = 1e30;
  for (int repeat = 0; repeat < 4; ++repeat) {
    const auto start = std::chrono::steady_clock::now();
    engine->complete(sentences, rollouts, [](const auto&) {});
    const std::chrono::duration<double> taken = std::chrono::steady_clock::now() - start;
    best = std::min(best, taken.count());
  }
  return best;
}

// The slope of log(seconds) over log(size) by least squares.
double exponent(const std::vector<double>& sizes, const std::vector<double>& times) {
  double mean_x = 0, mean_y = 0;
  const auto n = static_cast<double>(sizes.size());
  for (size_t i = 0; i < sizes.size(); ++i) {
    mean_x += std::log(sizes[i]) / n;
    mean_y += std::log(times[i]) / n;
  }
  double covariance = 0, variance = 0;
  for (size_t i = 0; i < sizes.size(); ++i) {
    const double x = std::log(sizes[i]) - mean_x;
    covariance += x * (std::log(times[i]) - mean_y);
    variance += x * x;
  }
  return covariance / variance;
}

// Doubles one size as often as asked; `measure` sets it and returns what time is compared with.
void grow(const char* name, int doublings, const std::function<double(Size&, int)>& measure) {
  std::vector<double> sizes, times;
  for (int i = 0; i <= doublings; ++i) {
    Size size;
    sizes.push_back(measure(size, 1 << i));
    times.push_back(seconds(size));
  }
  std::printf("growth %s %.3f", name, exponent(sizes, times));
  for (const double time : times) std::printf(" %.4f", time);
  std::printf("\n");
  std::fflush(stdout);
}

}  // namespace

int main() {
  limit_instructions();
  const int cores = lingan::thread_count();
  grow("batch", 3, [](Size& size, int factor) { return double(size.batch = 32 * factor); });
  grow("rollouts", 3, [](Size& size, int factor) { return double(size.rollouts = 4 * factor); });
  grow("length", 2, [](Size& size, int factor) {
    size.length = 10 * factor;
    return size.length * (size.length - 1) / 2.0;
  });
  grow("vocabulary", 3,
       [](Size& size, int factor) { return double(size.vocabulary = 2500 * factor); });
  if (cores > 1)
    grow("threads", 1, [](Size& size, int factor) { return double(size.threads = factor); });
}
