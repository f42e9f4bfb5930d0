#include "tools/torch/comparison_worker.h"

#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstring>
#include <memory>
#include <utility>

#include <fmt/format.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>
#include <nlohmann/json.hpp>

#include <lingan/base/interrupt.h>
#include <lingan/base/notice.h>
#include <lingan/run/training/train_run.h>

#include "tools/torch/machine.h"

namespace lingan::tools {
namespace {

using Json = nlohmann::json;
using Clock = std::chrono::steady_clock;

/// Messages are JSON, one a line.
void send(int channel, const Json& message) {
  const std::string line =
      message.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace) + "\n";
  for (size_t sent = 0; sent < line.size();) {
    const auto count = ::send(channel, line.data() + sent, line.size() - sent, MSG_NOSIGNAL);
    if (count < 0 && errno != EINTR) return;  // the other has gone, which reading will show
    if (count > 0) sent += static_cast<size_t>(count);
  }
}

/// @param unread  what came after the line before.  @return nothing: there will be none.
std::optional<std::string> next_line(int channel, std::string& unread) {
  for (;;) {
    const size_t end = unread.find('\n');
    if (end != std::string::npos) {
      std::string line = unread.substr(0, end);
      unread.erase(0, end + 1);
      return line;
    }
    char block[4096];
    const auto count = ::recv(channel, block, sizeof(block), 0);
    if (count == 0 || (count < 0 && errno != EINTR)) return std::nullopt;
    if (count > 0) unread.append(block, static_cast<size_t>(count));
  }
}

/// The worker's side: tells how far it is.
class Reporter : public TrainingObserver {
 public:
  explicit Reporter(int channel) : channel_(channel) {}

  bool advanced(const TrainingProgress& now) override {
    constexpr auto kSeldom = std::chrono::milliseconds(200);
    if (Clock::now() - last_ > kSeldom) {
      last_ = Clock::now();
      send(channel_, {{"progress", now.share()}});
    }
    return !interrupted();
  }

 private:
  int channel_;
  Clock::time_point last_ = {};
};

WorkerTask task_in(const Json& json) {
  return {.run = json.at("run").get<std::string>(),
          .start = json.at("start").get<std::string>(),
          .keeps_pretrained = json.at("keeps-pretrained").get<bool>(),
          .controlled = json.at("controlled").get<std::string>(),
          .measured = {.samples = json.at("samples").get<int64_t>(),
                       .sweep = sweep_named(json.at("sweep").get<std::string>()),
                       .values = json.at("values").get<std::vector<double>>()}};
}

void carry_out(const WorkerTask& task, TrainingObserver& observer) {
  const RunDirectory run = RunDirectory::open(task.run);
  std::optional<RunDirectory> start, controlled;
  if (!task.start.empty()) start = RunDirectory::open(task.start);
  if (!task.controlled.empty()) controlled = RunDirectory::open(task.controlled);
  train_run(run, observer,
            {.start = start ? &*start : nullptr,
             .keeps_pretrained = task.keeps_pretrained,
             .controlled = controlled ? &*controlled : nullptr});
  measure_frontier(run, task.measured);
}

/// All that a worker does. Nothing may leave it, into what the process was forked from.
void serve(int channel, const MachineOptions& machine) noexcept {
  catch_interrupts();
  watch_for_interrupt(channel);  // while there is a task nothing comes but the end
  std::string unread;
  bool is_ready = false;
  while (const auto line = next_line(channel, unread)) {
    try {
      if (!is_ready) apply_with_torch(machine);
      set_notice_listener([channel](const std::string& text) {
        send(channel, {{"notice", text}});
      });
      is_ready = true;
      Reporter reporter(channel);
      carry_out(task_in(Json::parse(*line)), reporter);
    } catch (...) {
      const Failure failure = present_failure();
      return send(channel, {{"failure", failure.message}, {"code", failure.code}});
    }
    send(channel, {{"finished", true}});
  }
}

WorkerReport report_in(const Json& json) {
  using Kind = WorkerReport::Kind;
  if (json.contains("progress"))
    return {.kind = Kind::kProgress, .share = json["progress"], .text = {}};
  if (json.contains("notice")) return {.kind = Kind::kNotice, .text = json["notice"]};
  if (json.contains("finished")) return {.kind = Kind::kFinished, .text = {}};
  return {.kind = Kind::kFailed, .text = {}, .failure = {json.at("failure"), json.at("code")}};
}

}  // namespace

ComparisonWorker::ComparisonWorker(const MachineOptions& machine,
                                   const std::vector<ComparisonWorker>& others) {
  int ends[2];
  if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0) {
    throw_io_error("--jobs", "cannot start another process");
  }
  channel_ = Descriptor(ends[0]);
  Descriptor other(ends[1]);
  const pid_t parent = ::getpid();
  process_ = ::fork();
  if (process_ < 0) throw_io_error("--jobs", "cannot start another process");
  if (process_ > 0) return;
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (::getppid() != parent) ::_exit(0);  // it died before that
  // As long as this process held them, the others would not see that theirs has ended.
  for (const ComparisonWorker& worker : others) ::close(worker.channel_.get());
  (void)channel_.close();
  serve(other.get(), machine);
  ::_exit(0);
}

ComparisonWorker::ComparisonWorker(ComparisonWorker&& other) noexcept
    : channel_(std::move(other.channel_)),
      process_(std::exchange(other.process_, -1)),
      unread_(std::move(other.unread_)) {}

ComparisonWorker::~ComparisonWorker() {
  if (process_ < 0) return;
  (void)channel_.close();
  ending();
}

void ComparisonWorker::begin(const WorkerTask& task) {
  send(channel_.get(), {{"run", task.run.string()},
                        {"start", task.start.string()},
                        {"keeps-pretrained", task.keeps_pretrained},
                        {"controlled", task.controlled.string()},
                        {"samples", task.measured.samples},
                        {"sweep", name_of(task.measured.sweep)},
                        {"values", task.measured.values}});
}

void ComparisonWorker::stop() { ::shutdown(channel_.get(), SHUT_WR); }

WorkerReport ComparisonWorker::read() {
  if (const auto line = next_line(channel_.get(), unread_)) return report_in(Json::parse(*line));
  return {.kind = WorkerReport::Kind::kEnded, .text = ending()};
}

/// Waits for the process.  @return how it ended.
std::string ComparisonWorker::ending() {
  int status = 0;
  while (::waitpid(process_, &status, 0) < 0 && errno == EINTR) continue;
  process_ = -1;
  if (WIFEXITED(status)) return fmt::format("exit code {}", WEXITSTATUS(status));
  return fmt::format("signal {}: {}", WTERMSIG(status), ::strsignal(WTERMSIG(status)));
}

}  // namespace lingan::tools
