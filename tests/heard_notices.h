/// Notices that code under test gives.
#pragma once

#include <string>
#include <vector>

#include <lingan/base/notice.h>

namespace lingan::testing {

/// Hears notices while it lives.
class HeardNotices {
 public:
  HeardNotices() {
    set_notice_listener([this](const std::string& text) { texts.push_back(text); });
  }
  ~HeardNotices() { set_notice_listener(nullptr); }
  HeardNotices(const HeardNotices&) = delete;
  HeardNotices& operator=(const HeardNotices&) = delete;

  std::vector<std::string> texts;
};

}  // namespace lingan::testing
