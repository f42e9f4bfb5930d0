#include "tools/torch/comparison_jobs.h"

#include <algorithm>
#include <cstdio>
#include <optional>
#include <set>
#include <string>
#include <utility>

#include <fmt/format.h>
#include <poll.h>

#include <lingan/base/error.h>
#include <lingan/base/interrupt.h>
#include <lingan/base/notice.h>
#include <lingan/base/progress.h>

#include "tools/progress_line.h"
#include "tools/terminal.h"

namespace lingan::tools {
namespace {

/// A worker and what it does.
struct Seat {
  ComparisonWorker worker;
  std::optional<size_t> run = {};           ///< number in the plan; nothing: it is idle
  std::optional<RunDirectory> folder = {};  ///< the run's
  double share = 0.0;                       ///< of it that is done
  bool is_open = true;                      ///< its process lives
};

class Jobs {
 public:
  Jobs(const ComparisonPlan& plan, std::vector<ComparisonWorker> workers, bool quiet)
      : plan_(plan),
        quiet_(quiet),
        is_begun_(plan.runs().size()),
        is_done_(plan.runs().size()),
        progress_("compare", static_cast<int64_t>(plan.runs().size()), "runs") {
    for (ComparisonWorker& worker : workers) seats_.push_back({.worker = std::move(worker)});
  }

  void run() {
    try {
      while (!is_stopping_ && done_ < plan_.runs().size()) {
        give_out();
        listen();
        throw_if_interrupted();
      }
    } catch (...) {  // a run that cannot be opened, or a signal
      fail(present_failure());
    }
    while (std::ranges::any_of(seats_, [](const Seat& s) { return s.is_open && s.run; })) listen();
    rethrow();
  }

 private:
  /// Gives idle workers the first runs that can begin.
  void give_out() {
    for (Seat& seat : seats_) {
      const auto next = seat.run ? std::nullopt : next_run();
      if (!next) continue;
      const PlannedRun& planned = plan_.runs()[*next];
      seat.folder = plan_.open(planned);
      seat.run = next;
      seat.share = 0;
      is_begun_[*next] = true;
      WorkerTask task{.run = seat.folder->path(),
                      .start = plan_.begins_from(planned),
                      .keeps_pretrained = planned.keeps_pretrained,
                      .controlled = {},
                      .measured = plan_.measured(planned)};
      if (planned.controlled) task.controlled = plan_.folder_of(plan_.runs()[*planned.controlled]);
      seat.worker.begin(task);
    }
  }

  std::optional<size_t> next_run() const {
    for (size_t i = 0; i < is_begun_.size(); ++i) {
      if (!is_begun_[i] && plan_.can_begin(plan_.runs()[i], is_done_)) return i;
    }
    return std::nullopt;
  }

  /// Waits for reports, or for a signal, which ends waiting.
  void listen() {
    std::vector<pollfd> channels;
    for (const Seat& seat : seats_) {
      const int channel = seat.is_open ? seat.worker.descriptor() : -1;  // poll leaves out -1
      channels.push_back({.fd = channel, .events = POLLIN, .revents = 0});
    }
    constexpr int kMilliseconds = 500;  // a signal may come just before
    if (::poll(channels.data(), channels.size(), kMilliseconds) <= 0) return;
    for (size_t i = 0; i < seats_.size(); ++i) {
      Seat& seat = seats_[i];
      if (channels[i].revents == 0) continue;
      do hear(seat, seat.worker.read());
      while (seat.is_open && seat.worker.has_report());
    }
    progress_.update(static_cast<int64_t>(done_), note());
  }

  /// What many runs have to say, such as of their recipe, is told of the first.
  void tell(size_t run, const std::string& text) {
    if (told_.insert(text).second) notice_once(plan_.runs()[run].label() + ": " + text);
  }

  void hear(Seat& seat, const WorkerReport& report) {
    switch (report.kind) {
      case WorkerReport::Kind::kProgress:
        seat.share = report.share;
        return;
      case WorkerReport::Kind::kNotice:
        return tell(*seat.run, report.text);
      case WorkerReport::Kind::kFinished:
        return finish(seat);
      case WorkerReport::Kind::kFailed:
        leave(seat, report.failure);
        return;
      case WorkerReport::Kind::kEnded:
        return end(seat, report.text);
    }
  }

  void end(Seat& seat, const std::string& how) {
    seat.is_open = false;
    if (seat.run) {
      leave(seat, {"its process ended by " + how + "; the same command continues it"});
    } else if (!is_stopping_) {
      fail({"--jobs: a process ended by " + how + "; the same command continues"});
    }
  }

  void finish(Seat& seat) {
    is_done_[*seat.run] = true;
    ++done_;
    if (!quiet_) {
      std::fprintf(stderr, "%s%s  trained and measured, %zu of %zu runs\n", erase_progress(),
                   one_line(plan_.runs()[*seat.run].label()).c_str(), done_, is_done_.size());
    }
    seat.run.reset();
  }

  /// A run that has not come to its first checkpoint leaves nothing.
  void leave(Seat& seat, Failure failure) {
    const std::string label = plan_.runs()[*seat.run].label();
    if (!std::filesystem::exists(seat.folder->checkpoint())) seat.folder->discard();
    failure.message.insert(0, label + ": ");
    seat.run.reset();
    fail(std::move(failure));
  }

  /// The first failure counts: what others say then is that they were to stop.
  void fail(Failure failure) {
    if (!failure_) failure_ = std::move(failure);
    if (std::exchange(is_stopping_, true)) return;
    for (Seat& seat : seats_) {
      if (seat.is_open) seat.worker.stop();
    }
  }

  void rethrow() const {
    if (!failure_) return;
    if (failure_->code == kInterrupted) throw Interrupted("interrupted");
    if (failure_->code == kUsage) throw UsageError(failure_->message);
    throw Error(failure_->message);
  }

  /// The runs at hand, and how far they are.
  std::string note() const {
    std::string note;
    for (const Seat& seat : seats_) {
      if (!seat.run) continue;
      note += fmt::format("{}{} {:.0f} %", note.empty() ? "" : ", ",
                          plan_.runs()[*seat.run].label(), 100 * seat.share);
    }
    return note;
  }

  const ComparisonPlan& plan_;
  bool quiet_;
  std::vector<bool> is_begun_, is_done_;  // of each run
  std::vector<Seat> seats_;
  Progress progress_;
  std::set<std::string> told_;
  size_t done_ = 0;
  bool is_stopping_ = false;
  std::optional<Failure> failure_;
};

}  // namespace

void finish_all(const ComparisonPlan& plan, std::vector<ComparisonWorker> workers, bool quiet) {
  Jobs(plan, std::move(workers), quiet).run();
}

}  // namespace lingan::tools
