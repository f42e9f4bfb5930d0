#include "tools/terminal.h"

#include <csignal>
#include <cstdlib>
#include <cstring>
#include <string>
#include <system_error>

#include <unistd.h>

#include <lingan/base/descriptor.h>
#include <lingan/base/error.h>
#include <lingan/base/temporary_file.h>

namespace lingan::tools {

namespace {

bool is_ignored(int signal) {
  struct sigaction action;
  return ::sigaction(signal, nullptr, &action) == 0 && action.sa_handler == SIG_IGN;
}

}  // namespace

void write_stdout(std::string_view text) {
  const std::error_code reason = write_all(STDOUT_FILENO, text);
  if (!reason) return;
  if (reason == std::errc::broken_pipe && !is_ignored(SIGPIPE)) {
    remove_temporary_files();
    ::_exit(0);
  }
  throw IoError("cannot write: " + reason.message(), "stdout");
}

std::filesystem::path output_path(const std::string& name) {
  return name == "-" ? "/dev/stdout" : name;
}

bool colour_wanted() {
  const char* no_color = std::getenv("NO_COLOR");
  const char* terminal = std::getenv("TERM");
  if (no_color && *no_color) return false;
  return ::isatty(STDOUT_FILENO) == 1 && !(terminal && std::strcmp(terminal, "dumb") == 0);
}

}  // namespace lingan::tools
