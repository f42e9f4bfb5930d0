/// Notices: one-line messages for the user. The library does not print them; a program installs a
/// listener.
#pragma once

#include <functional>
#include <string>

namespace lingan {

/// Installs the listener; null (the default) discards notices.
void set_notice_listener(std::function<void(const std::string&)> listener);

/// Gives the listener one line of text, each text once in the life of the process.
void notice_once(const std::string& text);

}  // namespace lingan
