#include "tools/shell_command.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <thread>

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fmt/format.h>

#include <lingan/base/counted.h>
#include <lingan/base/descriptor.h>
#include <lingan/base/error.h>
#include <lingan/base/interrupt.h>
#include <lingan/base/option_key.h>
#include <lingan/base/temporary_file.h>

namespace lingan::tools {
namespace {

using Clock = std::chrono::steady_clock;

/// A child in a process group of its own, which ends with this object.
class Shell {
 public:
  Shell(const std::string& command, int input, int output) {
    posix_spawn_file_actions_t files;
    posix_spawnattr_t attributes;
    ::posix_spawn_file_actions_init(&files);
    ::posix_spawnattr_init(&attributes);
    ::posix_spawn_file_actions_adddup2(&files, input, STDIN_FILENO);
    ::posix_spawn_file_actions_adddup2(&files, output, STDOUT_FILENO);
    ::posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETPGROUP);
    std::string name = "sh", option = "-c", text = command;
    std::array<char*, 4> arguments = {name.data(), option.data(), text.data(), nullptr};
    errno = ::posix_spawn(&process_, "/bin/sh", &files, &attributes, arguments.data(), environ);
    ::posix_spawn_file_actions_destroy(&files);
    ::posix_spawnattr_destroy(&attributes);
    if (errno != 0) throw_io_error("/bin/sh", "cannot start");
    end_with_this_process(process_);
  }
  ~Shell() {
    end_with_this_process(0);
    ::kill(-process_, SIGKILL);
    if (!has_ended_) ::waitpid(process_, nullptr, 0);
  }
  Shell(const Shell&) = delete;
  Shell& operator=(const Shell&) = delete;

  bool has_ended() {
    if (!has_ended_) has_ended_ = ::waitpid(process_, &status_, WNOHANG) != 0;
    return has_ended_;
  }
  bool has_failed() { return has_ended() && status_ != 0; }

  /// What is wrong with its end, waited for until then; empty: nothing.
  std::string complaint(Clock::time_point until) {
    while (!has_ended()) {
      throw_if_interrupted();
      if (Clock::now() > until) return "does not end";
      std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
    if (WIFSIGNALED(status_)) return fmt::format("was ended by signal {}", WTERMSIG(status_));
    const int code = WEXITSTATUS(status_);
    return code == 0 ? "" : fmt::format("ended with status {}", code);
  }

 private:
  pid_t process_ = -1;
  bool has_ended_ = false;
  int status_ = 0;
};

/// The sentences as lines of a file, from its beginning.
Descriptor as_input(std::span<const std::string> sentences) {
  std::string text;
  for (const std::string& sentence : sentences) text += sentence + '\n';
  Descriptor file = open_unnamed_file();
  if (const auto reason = write_all(file.get(), text)) {
    throw_io_error("the sentences for a command", "cannot be kept", reason);
  }
  ::lseek(file.get(), 0, SEEK_SET);
  return file;
}

/// All that comes until the end, until more has come than the request allows, or until the command
/// has failed: what it has started and left behind may hold its output open.
/// @return false if that takes too long.
bool read_until(int descriptor, Clock::time_point until, const ShellRequest& request, Shell& shell,
                std::string& text) {
  std::array<char, 65536> buffer;
  while (text.size() <= request.maximum(text)) {
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(until - Clock::now()).count();
    pollfd waiting = {.fd = descriptor, .events = POLLIN, .revents = 0};
    constexpr int64_t kLongestWait = 100;
    throw_if_interrupted();
    if (left <= 0) return false;
    if (::poll(&waiting, 1, static_cast<int>(std::min(left, kLongestWait))) <= 0) {
      if (shell.has_failed()) return true;
      continue;
    }
    const size_t bytes = read_some(descriptor, buffer.data(), buffer.size(), place_of(request));
    if (bytes == 0) return true;
    text.append(buffer.data(), bytes);
  }
  return true;
}

}  // namespace

std::string place_of(const ShellRequest& request) {
  return request.option + ' ' + quote_toml(request.command);
}

std::string answer_of(const ShellRequest& request) {
  const auto until = Clock::now() + std::chrono::duration_cast<Clock::duration>(request.limit);
  const Descriptor input = as_input(request.sentences);
  std::array<int, 2> ends;
  if (::pipe2(ends.data(), O_CLOEXEC) != 0) throw_io_error(place_of(request), "cannot start");
  const Descriptor output(ends[0]);
  Descriptor written(ends[1]);
  Shell shell(request.command, input.get(), written.get());
  (void)written.close();
  std::string text;
  const bool in_time = read_until(output.get(), until, request, shell, text);
  std::string complaint =
      in_time && text.size() <= request.maximum(text) ? shell.complaint(until) : "";
  if (!in_time || complaint == "does not end") {
    complaint = fmt::format("takes longer than {} s for {}; make it faster or raise {}-timeout",
                            request.limit.count(), counted(request.sentences.size(), "sentence"),
                            request.option);
  }
  if (!complaint.empty()) throw InputError(complaint, place_of(request));
  return text;
}

}  // namespace lingan::tools
