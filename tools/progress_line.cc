#include "tools/progress_line.h"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <iterator>
#include <vector>

#include <fmt/format.h>
#include <unistd.h>

#include "tools/duration.h"
#include "tools/terminal.h"

namespace lingan::tools {
namespace {

bool on_terminal() { return is_terminal(STDERR_FILENO); }

/// The line of the job at hand. A job may begin another, whose line then stands in its place.
class ProgressLine {
 public:
  void hear(const ProgressReport& report) {
    const auto now = Clock::now();
    if (report.event == ProgressEvent::kBegan) {
      starts_.push_back({report.label, now});
      return;
    }
    // Of two jobs at a time either may end first.
    const auto own = std::find_if(starts_.rbegin(), starts_.rend(),
                                  [&](const Start& start) { return start.label == report.label; });
    if (own == starts_.rend()) return;
    if (report.event == ProgressEvent::kEnded) {
      starts_.erase(std::next(own).base());
      return erase();
    }
    if (now - own->time < std::chrono::seconds(2) || now - last_ < std::chrono::milliseconds(100)) {
      return;
    }
    last_ = now;
    shown_ = true;
    const double seconds = std::chrono::duration<double>(now - own->time).count();
    std::fprintf(stderr, "%s%s", erase_progress(), format_progress(report, seconds).c_str());
    std::fflush(stderr);
  }

 private:
  using Clock = std::chrono::steady_clock;

  struct Start {
    std::string label;
    Clock::time_point time;
  };

  void erase() {
    if (shown_) std::fputs(erase_progress(), stderr);
    shown_ = false;
  }

  std::vector<Start> starts_;  // of the jobs that have not ended
  Clock::time_point last_;
  bool shown_ = false;
};

}  // namespace

void show_progress() {
  if (!on_terminal()) return;
  set_progress_listener(
      [line = ProgressLine()](const ProgressReport& report) mutable { line.hear(report); });
}

void hide_progress() { set_progress_listener(nullptr); }

const char* erase_progress() { return on_terminal() ? "\r\x1b[K" : ""; }

std::string format_progress(const ProgressReport& report, double seconds) {
  const auto& [event, label, total, unit, done, earlier, note] = report;
  const double rate = static_cast<double>(done - earlier) / seconds;
  std::string line = label + "  ";
  if (total > 0) {
    line += fmt::format("{:3.0f} %  {}/{} {}", 100.0 * done / total, done, total, unit);
  } else {
    line += fmt::format("{} {}", done, unit);
  }
  line += fmt::format("  {:.3g}/s", rate);
  if (total > 0 && rate > 0) line += "  " + format_duration((total - done) / rate) + " left";
  if (!note.empty()) line += "  " + note;
  return line;
}

}  // namespace lingan::tools
