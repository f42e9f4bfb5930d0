#include "tools/terminal.h"

#include <csignal>
#include <cstdlib>
#include <cstring>
#include <string>
#include <system_error>

#include <fmt/format.h>
#include <unistd.h>

#include <lingan/base/descriptor.h>
#include <lingan/base/error.h>

namespace lingan::tools {

void write_stdout(std::string_view text) {
  const std::error_code reason = write_all(STDOUT_FILENO, text);
  if (reason == std::errc::broken_pipe) {
    throw ReaderLeft("cannot write: " + reason.message(), "stdout");
  }
  if (reason) throw_io_error("stdout", "cannot write", reason);
}

bool readers_may_leave() {
  struct sigaction action;
  return ::sigaction(SIGPIPE, nullptr, &action) != 0 || action.sa_handler != SIG_IGN;
}

std::filesystem::path output_path(const std::string& name) {
  return name == "-" ? "/dev/stdout" : name;
}

std::string one_line(std::string_view message) {
  std::string line;
  for (const char letter : message) {
    const auto byte = static_cast<unsigned char>(letter);
    if (letter == '\n') {
      line += "\\n";
    } else if (byte < 0x20 || byte == 0x7F) {
      line += fmt::format("\\x{:02X}", byte);
    } else {
      line += letter;
    }
  }
  return line;
}

std::string shell_word(const std::string& path) {
  constexpr std::string_view kPlain =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-+=:,./@%";
  std::string word = (path.starts_with('-') ? "./" : "") + path;
  if (!word.empty() && word.find_first_not_of(kPlain) == std::string::npos) return word;
  std::string quoted = "'";
  for (const char letter : word) quoted += letter == '\'' ? "'\\''" : std::string(1, letter);
  return quoted + "'";
}

bool is_terminal(int descriptor) {
  const char* terminal = std::getenv("TERM");
  return ::isatty(descriptor) == 1 && !(terminal && std::strcmp(terminal, "dumb") == 0);
}

bool colour_wanted() {
  const char* no_color = std::getenv("NO_COLOR");
  return !(no_color && *no_color) && is_terminal(STDOUT_FILENO);
}

}  // namespace lingan::tools
