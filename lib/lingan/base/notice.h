/// What the library has to say without being asked: it never prints, so a program listens.
#pragma once

#include <functional>
#include <string>

namespace lingan {

/// Hears every notice from now on; a null function hears none (the default).
void set_notice_listener(std::function<void(const std::string&)> listener);

/// Tells the listener one line of text, each text once in the life of the process.
void notice_once(const std::string& text);

}  // namespace lingan
