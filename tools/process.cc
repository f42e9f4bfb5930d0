#include "tools/process.h"

#include <csignal>
#include <cstring>
#include <exception>
#include <new>

#include <fcntl.h>
#include <sys/resource.h>
#include <unistd.h>

#include <fmt/format.h>

#include <lingan/base/error.h>
#include <lingan/base/interrupt.h>
#include <lingan/base/temporary_file.h>

namespace lingan::tools {
namespace {

/// The lowest free number is the one that is missing.
void open_standard_descriptors() {
  for (int number = 0; number <= STDERR_FILENO; ++number) {
    if (::fcntl(number, F_GETFD) < 0) ::open("/", O_PATH);
  }
}

/// A handler, for what a program ignores its successors ignore, too: `lingan-torch` is to see how
/// `lingan` was started.
void do_nothing(int) {}

std::terminate_handler abort_with_words = nullptr;
bool has_begun = false;  ///< main has

/// Before main, while libraries make their tables, nothing but memory runs out; there may not even
/// be enough for an exception.
bool is_out_of_memory() {
  if (!has_begun) return true;
  try {
    if (const auto error = std::current_exception()) std::rethrow_exception(error);
  } catch (const std::bad_alloc&) {
    return true;
  } catch (...) {
    return false;  // a fault of the program's own
  }
  return false;
}

/// Says that memory ran out where no `catch` can be.
[[noreturn]] void on_terminate() {
  if (!is_out_of_memory()) abort_with_words();
  for (const char* text : {"lingan: ", kOutOfMemory, "\n"}) {
    if (::write(STDERR_FILENO, text, std::strlen(text)) < 0) break;
  }
  remove_temporary_files();
  ::_exit(1);
}

void listen_for_terminate() { abort_with_words = std::set_terminate(on_terminate); }

/// The loader calls these before what libraries have it call.
[[gnu::section(".preinit_array"), gnu::used]] void (*const first_of_all)() = listen_for_terminate;

}  // namespace

void prepare_process() {
  has_begun = true;
  open_standard_descriptors();
  if (std::signal(SIGPIPE, do_nothing) == SIG_IGN) std::signal(SIGPIPE, SIG_IGN);
  std::signal(SIGXFSZ, do_nothing);
  end_on_signals();
}

void require_stack() {
  constexpr rlim_t kNeeded = rlim_t{1} << 20;
  rlimit limit;
  if (::getrlimit(RLIMIT_STACK, &limit) != 0 || limit.rlim_cur >= kNeeded) return;
  throw IoError(fmt::format(
      "the stack is limited to {} KiB (ulimit -s), too few to run in; raise that to {} or more",
      limit.rlim_cur >> 10, kNeeded >> 10));
}

}  // namespace lingan::tools
