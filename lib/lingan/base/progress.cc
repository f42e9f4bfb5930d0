#include <lingan/base/progress.h>

#include <mutex>
#include <utility>

namespace lingan {
namespace {

struct Listener {
  std::mutex mutex;
  std::function<void(const ProgressReport&)> function;
};

Listener& listener() {
  static Listener instance;
  return instance;
}

void tell(const ProgressReport& report) {
  const std::lock_guard lock(listener().mutex);
  if (listener().function) listener().function(report);
}

}  // namespace

void set_progress_listener(std::function<void(const ProgressReport&)> function) {
  const std::lock_guard lock(listener().mutex);
  listener().function = std::move(function);
}

Progress::Progress(std::string label, int64_t total, std::string unit, int64_t earlier)
    : report_{.label = std::move(label),
              .total = total,
              .unit = std::move(unit),
              .done = earlier,
              .earlier = earlier} {
  tell(report_);
}

Progress::~Progress() {
  report_.event = ProgressEvent::kEnded;
  tell(report_);
}

void Progress::update(int64_t done, const std::string& note) {
  report_.event = ProgressEvent::kAdvanced;
  report_.done = done;
  report_.note = note;
  tell(report_);
}

}  // namespace lingan
