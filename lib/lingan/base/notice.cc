#include <lingan/base/notice.h>

#include <mutex>
#include <set>
#include <utility>

namespace lingan {
namespace {

struct Notices {
  std::mutex mutex;
  std::set<std::string> told;
  std::function<void(const std::string&)> listener;
};

Notices& notices() {
  static Notices instance;
  return instance;
}

}  // namespace

void set_notice_listener(std::function<void(const std::string&)> listener) {
  const std::lock_guard lock(notices().mutex);
  notices().listener = std::move(listener);
}

void notice_once(const std::string& text) {
  const std::lock_guard lock(notices().mutex);
  if (!notices().listener || !notices().told.insert(text).second) return;
  notices().listener(text);
}

}  // namespace lingan
