#include "tools/reward_command.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cmath>
#include <csignal>
#include <limits>
#include <string_view>
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
#include <lingan/base/number.h>
#include <lingan/base/option_key.h>
#include <lingan/base/temporary_file.h>

namespace lingan::tools {
namespace {

using Clock = std::chrono::steady_clock;

/// Longest line that is waited for: no number is longer.
constexpr size_t kLongestLine = 256;

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
  }
  ~Shell() {
    ::kill(-process_, SIGKILL);
    if (!has_ended_) ::waitpid(process_, nullptr, 0);
  }
  Shell(const Shell&) = delete;
  Shell& operator=(const Shell&) = delete;

  /// What is wrong with its end, waited for until then; empty: nothing.
  std::string complaint(Clock::time_point until) {
    int status = 0;
    while (::waitpid(process_, &status, WNOHANG) == 0) {
      if (Clock::now() > until) return "does not end";
      std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
    has_ended_ = true;
    if (WIFSIGNALED(status)) return fmt::format("was ended by signal {}", WTERMSIG(status));
    const int code = WEXITSTATUS(status);
    return code == 0 ? "" : fmt::format("ended with status {}", code);
  }

 private:
  pid_t process_ = -1;
  bool has_ended_ = false;
};

/// The sentences as lines of a file, from its beginning.
Descriptor as_input(std::span<const std::string> sentences) {
  std::string text;
  for (const std::string& sentence : sentences) text += sentence + '\n';
  Descriptor file = open_unnamed_file();
  if (const auto reason = write_all(file.get(), text)) {
    throw_io_error("the sentences to reward", "cannot be kept", reason);
  }
  ::lseek(file.get(), 0, SEEK_SET);
  return file;
}

/// All that comes until the end, or until more has come than `most` bytes.
/// @return false if that takes too long.
bool read_until(int descriptor, Clock::time_point until, size_t most, std::string& text) {
  std::array<char, 65536> buffer;
  while (text.size() <= most) {
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(until - Clock::now()).count();
    pollfd waiting = {.fd = descriptor, .events = POLLIN, .revents = 0};
    constexpr int64_t kLongestWait = 1000;
    if (left <= 0) return false;
    if (::poll(&waiting, 1, static_cast<int>(std::min(left, kLongestWait))) <= 0) continue;
    const size_t bytes = read_some(descriptor, buffer.data(), buffer.size(), "the reward command");
    if (bytes == 0) return true;
    text.append(buffer.data(), bytes);
  }
  return true;
}

/// @throws InputError for a line that is no number, and for too many or too few.
std::vector<double> numbers(std::string_view text, size_t count, const std::string& place) {
  std::vector<double> found;
  while (!text.empty()) {
    const std::string_view line = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(text.size(), line.size() + 1));
    const auto number = parse_number<double>(line);
    if (!number || std::abs(*number) > std::numeric_limits<float>::max()) {
      throw InputError(fmt::format("line {} of its output, {}, is no finite number",
                                   found.size() + 1, quote_toml(line.substr(0, 40))),
                       place);
    }
    found.push_back(*number);
    if (found.size() > count) break;
  }
  if (found.size() == count) return found;
  const bool too_many = found.size() > count;
  throw InputError(fmt::format("wrote {} for {}; it must write one number a line",
                               too_many ? "more numbers" : counted(found.size(), "number"),
                               counted(count, "sentence")),
                   place);
}

}  // namespace

std::vector<double> RewardCommand::operator()(std::span<const std::string> sentences) const {
  const std::string place = "--reward " + quote_toml(command_);
  const auto until = Clock::now() + std::chrono::duration_cast<Clock::duration>(limit_);
  const Descriptor input = as_input(sentences);
  std::array<int, 2> ends;
  if (::pipe2(ends.data(), O_CLOEXEC) != 0) throw_io_error(place, "cannot start");
  const Descriptor output(ends[0]);
  Descriptor written(ends[1]);
  Shell shell(command_, input.get(), written.get());
  (void)written.close();
  std::string text;
  const size_t most = (sentences.size() + 1) * kLongestLine;
  const bool in_time = read_until(output.get(), until, most, text);
  std::string complaint = in_time && text.size() <= most ? shell.complaint(until) : "";
  if (!in_time || complaint == "does not end") {
    complaint =
        fmt::format("takes longer than {} s for {}; make it faster or raise --reward-timeout",
                    limit_.count(), counted(sentences.size(), "sentence"));
  }
  if (!complaint.empty()) throw InputError(complaint, place);
  return numbers(text, sentences.size(), place);
}

}  // namespace lingan::tools
