#include "tools/terminal.h"

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <string>

#include <unistd.h>

#include <lingan/base/error.h>

namespace lingan::tools {

void write_stdout(std::string_view text) {
  while (!text.empty()) {
    const ssize_t written = ::write(STDOUT_FILENO, text.data(), text.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) throw IoError(std::string("cannot write: ") + std::strerror(errno), "stdout");
    text.remove_prefix(static_cast<size_t>(written));
  }
}

bool colour_wanted() {
  const char* no_color = std::getenv("NO_COLOR");
  const char* terminal = std::getenv("TERM");
  if (no_color && *no_color) return false;
  return ::isatty(STDOUT_FILENO) == 1 && !(terminal && std::strcmp(terminal, "dumb") == 0);
}

}  // namespace lingan::tools
