/// The work of `lingan compare`.
#include "tools/compare.h"

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <filesystem>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <sys/wait.h>
#include <unistd.h>

#include <lingan/base/default_threads.h>
#include <lingan/base/error.h>
#include <lingan/base/file.h>
#include <lingan/base/interrupt.h>
#include <lingan/engine/cuda_library.h>
#include <lingan/gan/recipe/idle_keys.h>
#include <lingan/gan/recipe/shared_generator.h>
#include <lingan/run/comparison/comparison.h>
#include <lingan/run/comparison/comparison_plan.h>

#include "tools/comparison_files.h"
#include "tools/frontier_picture.h"
#include "tools/notices.h"
#include "tools/terminal.h"
#include "tools/torch/comparison_jobs.h"
#include "tools/torch/comparison_report.h"
#include "tools/torch/comparison_table.h"
#include "tools/torch/machine.h"
#include "tools/torch/prepare_data.h"
#include "tools/torch/small_recipes.h"
#include "tools/torch/train_display.h"

namespace lingan::tools {
namespace {

/// Rising, each once.
std::vector<double> with_one(std::vector<double> values) {
  values.push_back(1.0);
  std::ranges::sort(values);
  values.erase(std::unique(values.begin(), values.end()), values.end());
  return values;
}

FrontierRequest measured_by(const CompareOptions& options) {
  const bool sweeps_top_p = !options.top_p.empty();
  return {.samples = options.sentences,
          .sweep = sweeps_top_p ? Sweep::kTopP : Sweep::kTemperature,
          .values = with_one(sweeps_top_p ? options.top_p : options.temperatures)};
}

bool cuda_device_answers() {
  try {
    engine::cuda_table();
    return true;
  } catch (const IoError&) {
    return false;
  }
}

/// Asks in a process of its own: CUDA does not work on both sides of a fork, and the workers are
/// yet to be forked.
bool has_cuda_device() {
  if (!engine::cuda_library_is_there()) return false;
  const pid_t asker = ::fork();
  if (asker < 0) return false;
  if (asker == 0) ::_exit(cuda_device_answers() ? 0 : 1);
  int status = 0;
  while (::waitpid(asker, &status, 0) < 0 && errno == EINTR) continue;
  return status == 0;
}

/// Runs at a time.
int jobs_of(const CompareOptions& options, int threads) {
  const auto runs = options.recipes.size() * static_cast<size_t>(options.seeds) * 2;
  const bool shares_device =
      options.machine.device == "cuda" || (options.machine.device == "auto" && has_cuda_device());
  const int wanted = options.jobs > 0 ? options.jobs : shares_device ? 1 : threads;
  return static_cast<int>(std::min<size_t>(static_cast<size_t>(wanted), runs));
}

/// None where runs come one by one.
std::vector<ComparisonWorker> make_workers(const CompareOptions& options) {
  MachineOptions machine = options.machine;
  const int threads = machine.threads > 0 ? machine.threads : default_threads().count;
  const int jobs = jobs_of(options, threads);
  machine.threads = std::max(1, threads / jobs);
  machine.quiet = true;
  std::vector<ComparisonWorker> workers;
  if (jobs == 1) return workers;
  workers.reserve(static_cast<size_t>(jobs));
  for (int i = 0; i < jobs; ++i) workers.emplace_back(machine, workers);
  return workers;
}

std::vector<Recipe> named_recipes(const CompareOptions& options) {
  if (options.is_all_small()) return small_recipes(options.settings, options.data);
  if (std::ranges::find(options.recipes, "all-small") != options.recipes.end()) {
    throw UsageError("`recipes`: all-small stands alone: it is every recipe, cut short");
  }
  std::vector<Recipe> recipes;
  for (const auto& name : options.recipes) recipes.push_back(load_recipe(name, options.settings));
  return recipes;
}

/// Trains and measures one run.
void finish(const ComparisonPlan& plan, const PlannedRun& planned, bool quiet) {
  const RunDirectory run = plan.open(planned);
  std::optional<RunDirectory> start, controlled;
  const auto from = plan.begins_from(planned);
  if (!from.empty()) start = RunDirectory::open(from);
  if (planned.controlled) controlled = plan.open(plan.runs()[*planned.controlled]);
  train_with_display(run, planned.label(), quiet,
                     {.start = start ? &*start : nullptr,
                      .keeps_pretrained = planned.keeps_pretrained,
                      .controlled = controlled ? &*controlled : nullptr});
  measure_frontier(run, plan.measured(planned));
}

/// Trains and measures all runs.  @param workers  empty: this process does it.
Comparison finished(const ComparisonPlan& plan, std::vector<ComparisonWorker> workers, bool quiet) {
  try {
    if (workers.empty()) {
      for (const PlannedRun& run : plan.runs()) finish(plan, run, quiet);
    } else {
      finish_all(plan, std::move(workers), quiet);
    }
    return results_of(plan);
  } catch (const Interrupted&) {
    throw Interrupted("interrupted; the runs are saved, and the same command goes on");
  }
}

}  // namespace

void compare(const CompareOptions& options) {
  require_own_comparison(options.folder);
  ComparisonRequest request;
  request.recipes = named_recipes(options);
  require_comparable(request.recipes);
  const bool shares = options.shares_generator() && request.recipes.size() > 1;
  if (shares) share_generator(request.recipes);
  require_effect(options.settings, {request.recipes, !options.data.oracle.oracle.empty()});
  require_fitting_data(request.recipes, options.data);
  auto workers = make_workers(options);  // before there is a second thread
  apply_with_torch(options.machine);
  request.seeds = options.seeds;
  request.controls = options.controls == "all";
  request.starts = {options.starts.begin(), options.starts.end()};
  request.ensemble = options.ensemble;
  request.measured = measured_by(options);
  request.folder = options.folder;
  request.oracle = options.data.oracle.oracle;
  request.data = prepare_data(request.recipes, options.data, 1, options.machine.quiet);
  const CorpusReport report = request.data.report;
  const std::vector<std::string> notices_of_data(notices().begin(), notices().end());
  catch_interrupts();
  const bool quiet = options.machine.quiet;
  const ComparisonPlan plan(std::move(request));
  Comparison comparison = finished(plan, std::move(workers), quiet);
  if (shares) comparison.generator_of = plan.recipes().front().name;
  const std::string json = format_comparison_json(
      comparison, options.data.oracle.oracle.empty() ? &report : nullptr, notices_of_data);
  const std::filesystem::path folder = options.folder;
  write_file_atomically(folder / kComparisonJson, json);
  write_file_atomically(folder / kComparisonTsv, format_comparison_tsv(comparison));
  write_stdout(options.format == "json" ? json
                                        : format_comparison_table(comparison, colour_wanted()) +
                                              format_comparison_verdict(comparison));
  if (!quiet) std::fputs(format_comparison_notes(comparison).c_str(), stderr);
  const std::string picture = frontier_picture(comparison.runs);
  if (picture.empty()) return;
  write_file_atomically(std::filesystem::path(options.folder) / kFrontiersSvg, picture);
}

}  // namespace lingan::tools
