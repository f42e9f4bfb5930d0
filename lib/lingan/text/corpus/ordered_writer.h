/// Texts that several threads make, written in the order that they belong in.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <functional>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace lingan {

/// Takes a text; `lines` of the input have come to it so far.
using TextSink = std::function<void(std::string_view text, int64_t lines)>;

/// A text on its way to a sink.
struct TextPart {
  int64_t number = 0;  ///< its place, from 0 without gaps
  int64_t lines = 0;   ///< for the sink
  std::string text;
  std::exception_ptr failure;  ///< thrown once the text is written; nothing is written after it
};

/// A reorder buffer: passes parts on to a sink, one at a time and by their numbers. Its members may
/// be called from several threads.
class OrderedWriter {
 public:
  /// @param ahead  how far a part may be ahead of the one that is to be written next, >= 1.
  OrderedWriter(size_t ahead, TextSink sink) : waiting_(ahead), sink_(std::move(sink)) {}

  /// Takes a part, and gives a string to reuse for it; waits while the part is too far ahead. What
  /// can be written by now is, by this thread or by another that is at it.
  /// @return false if nothing more is wanted, after stop.
  /// @throws the failure of a part, or what the sink throws; then the caller is to call stop.
  bool put(TextPart& part);

  /// Ends all waiting: no more is written.
  void stop();

 private:
  struct Slot {
    TextPart part;
    bool is_filled = false;
  };

  Slot& slot_of(int64_t number) { return waiting_[static_cast<size_t>(number) % waiting_.size()]; }
  void write_ready(std::unique_lock<std::mutex>& lock);

  std::mutex mutex_;
  std::condition_variable moved_on_;
  std::vector<Slot> waiting_;
  TextSink sink_;
  int64_t next_ = 0;  ///< the part to be written next
  bool is_writing_ = false;
  bool is_stopped_ = false;
};

}  // namespace lingan
