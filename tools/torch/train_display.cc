#include "tools/torch/train_display.h"

#include <cstdio>
#include <memory>
#include <utility>

#include <fmt/format.h>

#include <lingan/base/interrupt.h>
#include <lingan/base/progress.h>

#include "tools/progress_line.h"
#include "tools/terminal.h"

namespace lingan::tools {
namespace {

std::string describe(const std::string& label, const TrainingRecord& record) {
  std::string line = fmt::format("{}  {} {}", label, record.phase, record.step);
  for (const auto& [name, value] : record.values) line += fmt::format("  {} {:.4g}", name, value);
  return line;
}

class TrainDisplay : public TrainingObserver {
 public:
  TrainDisplay(const std::string& label, bool quiet) : label_(one_line(label)), quiet_(quiet) {}

  void record(const TrainingRecord& record) override {
    if (!quiet_) {
      std::fprintf(stderr, "%s%s\n", erase_progress(), describe(label_, record).c_str());
    }
  }

  bool advanced(const TrainingProgress& now) override {
    if (!progress_) {  // the first step of this process is done
      progress_ = std::make_unique<Progress>(label_, now.total, "steps", now.done - 1);
    }
    progress_->update(now.done, now.note);
    return !interrupted();
  }

 private:
  std::string label_;
  bool quiet_;
  std::unique_ptr<Progress> progress_;
};

}  // namespace

double train_with_display(const RunDirectory& run, const std::string& label, bool quiet,
                          const TrainRunOptions& options) {
  catch_interrupts();
  TrainDisplay display(label, quiet);
  return train_run(run, display, options);
}

}  // namespace lingan::tools
