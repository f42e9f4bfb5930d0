#include <bench/lib/comparison.h>

#include <ATen/Parallel.h>
#include <benchmark/benchmark.h>
#include <fmt/format.h>
#include <lingan/model/torch.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <map>

#include <lingan/base/parallel.h>

namespace lingan::bench {
namespace {

// Keeps the seconds of every repetition; the lines are printed from them.
class Recorder : public benchmark::BenchmarkReporter {
 public:
  bool ReportContext(const Context&) override { return true; }
  void ReportRuns(const std::vector<Run>& runs) override {
    for (const Run& run : runs) {
      if (run.run_type == Run::RT_Iteration)
        seconds[run.run_name.function_name].push_back(run.real_accumulated_time /
                                                      static_cast<double>(run.iterations));
    }
  }
  std::map<std::string, std::vector<double>> seconds;
};

double median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return values[values.size() / 2];
}

void add_way(const std::string& name, int repetitions, const std::function<void()>& run) {
  benchmark::RegisterBenchmark(name.c_str(),
                               [&run](benchmark::State& state) {
                                 for (auto _ : state) run();
                               })
      ->Iterations(1)
      ->Repetitions(repetitions)
      ->UseRealTime();
}

std::map<std::string, std::vector<double>> time_all() {
  Recorder recorder;
  benchmark::RunSpecifiedBenchmarks(&recorder);
  benchmark::ClearRegisteredBenchmarks();
  return recorder.seconds;
}

// Best of several, as a peak is.
double best_seconds(const std::function<void()>& run) {
  run();
  add_way("peak", 5, run);
  const auto seconds = time_all()["peak"];
  return *std::min_element(seconds.begin(), seconds.end());
}

double peak_multiply_adds() {
  constexpr int64_t kSide = 1536;
  const torch::Tensor a = torch::rand({kSide, kSide}), b = torch::rand({kSide, kSide});
  torch::Tensor c = torch::empty({kSide, kSide});
  return double{kSide} * kSide * kSide / best_seconds([&] { at::mm_out(c, a, b); });
}

double peak_bytes() {
  const torch::Tensor from = torch::ones({int64_t{64} << 20});
  torch::Tensor to = torch::zeros_like(from);
  return 2.0 * static_cast<double>(from.nbytes()) / best_seconds([&] { to.copy_(from); });
}

}  // namespace

Comparison::Comparison(std::string name, Work work) : name_(std::move(name)), work_(work) {}

void Comparison::ours(int repetitions, std::function<void()> run, const std::string& variant) {
  ours_.push_back({variant.empty() ? name_ : name_ + "-" + variant, repetitions, std::move(run)});
}

void Comparison::rival(const std::string& name, int repetitions, std::function<void()> run) {
  rivals_.push_back({name, repetitions, std::move(run)});
}

void Comparison::check(const std::string& what, bool agrees) {
  std::fprintf(stderr, "check %s: %s: %s\n", name_.c_str(), what.c_str(),
               agrees ? "agrees" : "DISAGREES");
  agreed_ = agreed_ && agrees;
}

double Comparison::roofline_share(double seconds) const {
  double share = 0;
  if (work_.multiply_adds > 0) share = work_.multiply_adds / seconds / peak_multiply_adds();
  if (work_.bytes > 0) share = std::max(share, work_.bytes / seconds / peak_bytes());
  return share;
}

int Comparison::report() {
  if (!agreed_) return status();
  for (const auto* ways : {&ours_, &rivals_}) {
    for (const Way& way : *ways) {
      if (way.repetitions > 1) way.run();  // pages touched, kernels chosen
      add_way(way.name, way.repetitions, way.run);
    }
  }
  const auto seconds = time_all();
  for (const Way& way : ours_) {
    const double ours = median(seconds.at(way.name));
    const double share = roofline_share(ours);
    const std::string reached = share > 0 ? fmt::format("{:.0f}%", 100 * share) : "-";
    for (const Way& rival : rivals_) {
      const double theirs = median(seconds.at(rival.name));
      std::printf("%s %s %.1f %.6f %.6f %s\n", way.name.c_str(), rival.name.c_str(), theirs / ours,
                  theirs, ours, reached.c_str());
    }
  }
  return status();
}

void set_threads(int argc, char** argv) {
  lingan::set_thread_count(argc > 1 ? std::atoi(argv[1]) : 0);
  at::set_num_threads(lingan::thread_count());
  torch::manual_seed(1);
  std::fprintf(stderr, "threads %d\n", lingan::thread_count());
}

}  // namespace lingan::bench
