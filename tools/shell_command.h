/// A shell command that answers sentences.
#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <span>
#include <string>
#include <string_view>

namespace lingan::tools {

/// What a command is asked, and how long and how much it may answer.
struct ShellRequest {
  const std::string& command;  ///< for `sh -c`
  std::string option;          ///< that names it: `--reward`; its limit's is OPTION-timeout
  std::span<const std::string> sentences;  ///< on its standard input, one a line
  std::chrono::duration<double> limit;     ///< longest time until it has ended
  /// Bytes that it may write, judged by what it has written so far.
  std::function<size_t(std::string_view)> maximum;
};

/// How messages call it: `--reward "awk ..."`.
std::string place_of(const ShellRequest& request);

/// Runs the command, and gives what it writes on standard output; if that is too much, the
/// beginning, longer than `maximum` says. What it says on standard error the user sees. It never
/// outlives the call, nor do the processes of its group. (One that leaves the group, as `setsid`
/// does, is not waited for.)
/// @throws InputError, with the command as place, if it fails or takes too long; Interrupted;
/// IoError if it cannot be started.
std::string answer_of(const ShellRequest& request);

}  // namespace lingan::tools
