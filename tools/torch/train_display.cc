#include "tools/torch/train_display.h"

#include <cstdio>

#include <fmt/format.h>

#include <lingan/base/interrupt.h>
#include <lingan/base/progress.h>

#include "tools/progress_line.h"

namespace lingan::tools {
namespace {

std::string describe(const std::string& label, const TrainingRecord& record) {
  std::string line = fmt::format("{}  {} {}", label, record.phase, record.step);
  for (const auto& [name, value] : record.values) line += fmt::format("  {} {:.4g}", name, value);
  return line;
}

}  // namespace

double train_watched(const RunDirectory& run, const std::string& label, bool quiet) {
  catch_interrupts();
  int64_t total = -1;
  std::unique_ptr<Progress> progress;
  TrainingWatch watch;
  watch.advanced = [&](const TrainingProgress& now) {
    if (now.total != total) {
      progress = std::make_unique<Progress>(label, now.total, "steps");
      total = now.total;
    }
    progress->update(now.done, now.note);
    return !interrupted();
  };
  watch.measured = [&](const TrainingRecord& record) {
    if (!quiet) std::fprintf(stderr, "%s%s\n", erase_progress(), describe(label, record).c_str());
  };
  return train_run(run, watch);
}

}  // namespace lingan::tools
