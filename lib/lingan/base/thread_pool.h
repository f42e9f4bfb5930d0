/// The pool of threads that parallel_for runs on.
#pragma once

#include <atomic>
#include <cstdint>
#include <exception>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#include <lingan/base/helper_budget.h>

namespace lingan {

/// One parallel loop in progress: threads take chunks by number until none is left.
class ChunkedLoop {
 public:
  using Body = std::function<void(int64_t, int64_t)>;

  ChunkedLoop(int64_t count, int64_t grain, const Body& body)
      : count_(count), grain_(grain), body_(body) {}

  int64_t chunks() const { return (count_ - 1) / grain_ + 1; }
  /// Takes chunks until none is left.
  void work();
  /// Whether a chunk is left to take.
  bool has_more() const { return next_.load(std::memory_order_relaxed) < count_; }
  /// Whether the calling thread is inside a body.
  static bool is_inside_body();
  void rethrow_failure() const {
    if (failure_) std::rethrow_exception(failure_);
  }

 private:
  int64_t count_;
  int64_t grain_;
  const Body& body_;
  std::atomic<int64_t> next_{0};
  std::mutex mutex_;
  std::exception_ptr failure_;
};

/// Helpers that a calling thread shares its loops with. A helper that comes late finds the loop
/// closed and is not waited for; the caller waits for those alone that are inside a chunk.
class ThreadPool {
 public:
  /// @param threads  >= 1, the caller's included; fewer where the system starts no more.
  explicit ThreadPool(int threads);
  ~ThreadPool();

  /// Helpers and the caller.
  int threads() const { return static_cast<int>(helpers_.size()) + 1; }

  /// Runs all chunks, with helpers unless another thread has them.
  void run(ChunkedLoop& loop);

 private:
  struct Helper;

  void serve(Helper& helper);
  bool join();
  void leave();
  void open(ChunkedLoop& loop);
  void close();
  void call(int64_t index);
  void call_two(int64_t first);

  std::mutex caller_mutex_;
  HelperBudget budget_;
  ChunkedLoop* loop_ = nullptr;
  int64_t wanted_ = 0;            // helpers for the loop
  std::atomic<uint32_t> inside_;  // helpers inside the loop, and kClosed
  std::atomic<bool> preempted_{false};
  std::atomic<bool> stopping_{false};
  std::vector<std::unique_ptr<Helper>> helpers_;
};

}  // namespace lingan
