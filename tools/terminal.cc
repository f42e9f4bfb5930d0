#include "tools/terminal.h"

#include <cstdio>
#include <cstdlib>
#include <cstring>

#include <unistd.h>

#include <lingan/base/error.h>

namespace lingan::tools {

void write_stdout(std::string_view text) {
  if (std::fwrite(text.data(), 1, text.size(), stdout) != text.size() || std::fflush(stdout) != 0) {
    throw IoError("stdout: cannot write: the disk is full");
  }
}

bool colour_wanted() {
  const char* no_color = std::getenv("NO_COLOR");
  const char* terminal = std::getenv("TERM");
  if (no_color && *no_color) return false;
  return ::isatty(STDOUT_FILENO) == 1 && !(terminal && std::strcmp(terminal, "dumb") == 0);
}

}  // namespace lingan::tools
