/// Counts what makes a program wait for its device.
#pragma once

#include <atomic>
#include <set>
#include <string>

#include <ATen/record_function.h>

namespace lingan::testing {

/// While it lives, counts torch's operators whose result the host must know to go on, on any thread
/// and any device.
class ReadBacks {
 public:
  ReadBacks() {
    count() = 0;
    handle_ = at::addGlobalCallback(
        at::RecordFunctionCallback(&note).scopes({at::RecordScope::FUNCTION}));
  }
  ~ReadBacks() { at::removeCallback(handle_); }
  ReadBacks(const ReadBacks&) = delete;
  ReadBacks& operator=(const ReadBacks&) = delete;

  int64_t seen() const { return count(); }

 private:
  static std::atomic<int64_t>& count() {
    static std::atomic<int64_t> value = 0;
    return value;
  }
  static std::unique_ptr<at::ObserverContext> note(const at::RecordFunction& function) {
    static const std::set<std::string> reading = {"aten::_local_scalar_dense", "aten::equal",
                                                  "aten::nonzero", "aten::masked_select"};
    if (reading.contains(function.name())) ++count();
    return nullptr;
  }

  at::CallbackHandle handle_;
};

}  // namespace lingan::testing
