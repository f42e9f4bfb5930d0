#include <bench/lib/comparison.h>

#include <ATen/Parallel.h>
#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <utility>

#include <nlohmann/json.hpp>

#include <bench/lib/instructions.h>
#include <bench/lib/peak.h>
#include <bench/lib/timing.h>
#include <lingan/base/parallel.h>

namespace lingan::bench {
namespace {

double share_of_peak(const Work& work, double seconds) {
  double share = 0;
  if (work.multiply_adds > 0) share = work.multiply_adds / seconds / peak_multiply_adds();
  if (work.bytes > 0) share = std::max(share, work.bytes / seconds / peak_bytes());
  return share;
}

}  // namespace

TimedComparison::TimedComparison(std::string name, Work work, Request request)
    : name_(std::move(name)),
      work_(work),
      request_(std::move(request)),
      device_(compute_device().is_cuda() ? Device::kCuda : Device::kCpu) {}

void TimedComparison::ours(int repetitions, std::function<void()> run) {
  ways_.push_back({"lingan", repetitions, std::move(run), true});
}

void TimedComparison::rival(const std::string& name, int repetitions, std::function<void()> run) {
  ways_.push_back({name, repetitions, std::move(run), false});
}

void TimedComparison::check(const std::string& what, bool agrees) {
  std::fprintf(stderr, "check %s: %s: %s\n", name_.c_str(), what.c_str(),
               agrees ? "agrees" : "DISAGREES");
  agreed_ = agreed_ && agrees;
}

std::vector<double> TimedComparison::time(const Way& way) const {
  use_device(device_);
  way.is_ours ? use_own_threads(request_.threads()) : use_torch_threads(request_.threads());
  return time_calls(way.repetitions, way.run);
}

int TimedComparison::report() {
  if (!agreed_) return status();
  if (request_.times_one()) report_one();
  if (request_.times_all()) report_all();
  return status();
}

void TimedComparison::report_one() {
  const auto way = std::find_if(ways_.begin(), ways_.end(),
                                [&](const Way& each) { return each.name == request_.way(); });
  if (way == ways_.end()) {
    std::fprintf(stderr, "%s has no way %s\n", name_.c_str(), request_.way().c_str());
    agreed_ = false;
    return;
  }
  const nlohmann::json report = {
      {"seconds", time(*way)},
      {"multiply_adds", work_.multiply_adds},
      {"bytes", work_.bytes},
      {"threads", request_.threads()},
      {"instructions", way->is_ours ? engine_instructions() : torch_instructions()}};
  std::puts(report.dump().c_str());
}

void TimedComparison::report_all() const {
  std::vector<double> seconds;
  for (const Way& way : ways_) seconds.push_back(median(time(way)));
  use_device(device_);
  const double share = share_of_peak(work_, seconds[0]);
  const std::string reached = share > 0 ? fmt::format("{:.0f}%", 100 * share) : "-";
  for (size_t i = 1; i < ways_.size(); ++i) {
    std::printf("%s %s %.1f %.6f %.6f %s\n", name_.c_str(), ways_[i].name.c_str(),
                seconds[i] / seconds[0], seconds[i], seconds[0], reached.c_str());
  }
  std::fflush(stdout);
}

void use_own_threads(int threads) {
  lingan::set_thread_count(threads);
  at::set_num_threads(1);  // as a Trainer does
}

void use_torch_threads(int threads) { at::set_num_threads(threads); }

}  // namespace lingan::bench
