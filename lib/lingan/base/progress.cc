#include <lingan/base/progress.h>

#include <cmath>
#include <cstdio>
#include <utility>

#include <fmt/format.h>
#include <unistd.h>

namespace lingan {
namespace {

bool enabled = true;

bool on_terminal() {
  static const bool terminal = ::isatty(STDERR_FILENO) == 1;
  return terminal && enabled;
}

}  // namespace

Progress::Progress(std::string label, int64_t total, std::string unit)
    : label_(std::move(label)),
      total_(total),
      unit_(std::move(unit)),
      start_(Clock::now()),
      last_(start_) {}

Progress::~Progress() {
  if (shown_) std::fputs("\r\x1b[K", stderr);
}

void Progress::silence() { enabled = false; }

void Progress::update(int64_t done, const std::string& note) {
  if (!on_terminal()) return;
  const auto now = Clock::now();
  const double elapsed = std::chrono::duration<double>(now - start_).count();
  if (elapsed < 2.0 || now - last_ < std::chrono::milliseconds(100)) return;
  last_ = now;
  shown_ = true;
  const double rate = static_cast<double>(done) / elapsed;
  std::string line = label_ + "  ";
  if (total_ > 0) {
    line += fmt::format("{:3.0f} %  {}/{} {}", 100.0 * done / total_, done, total_, unit_);
  } else {
    line += fmt::format("{} {}", done, unit_);
  }
  line += fmt::format("  {:.3g}/s", rate);
  if (total_ > 0 && rate > 0) line += "  " + format_duration((total_ - done) / rate) + " left";
  if (!note.empty()) line += "  " + note;
  std::fprintf(stderr, "\r\x1b[K%s", line.c_str());
  std::fflush(stderr);
}

std::string format_duration(double seconds) {
  const int64_t whole = std::llround(seconds);
  if (whole < 60) return fmt::format("{} s", whole);
  if (whole < 3600) return fmt::format("{} min {:02} s", whole / 60, whole % 60);
  return fmt::format("{} h {:02} min", whole / 3600, whole / 60 % 60);
}

}  // namespace lingan
