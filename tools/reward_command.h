/// A reward that a command of the user's gives.
#pragma once

#include <chrono>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace lingan::tools {

/// Rewards sentences by a shell command, which is started once for every batch: it reads the
/// sentences on standard input, one a line, and writes one number a line. What it says on standard
/// error the user sees. It never outlives the call, nor do the processes of its group.
class RewardCommand {
 public:
  /// @param command  for `sh -c`.  @param limit  longest time of a batch.
  RewardCommand(std::string command, std::chrono::duration<double> limit)
      : command_(std::move(command)), limit_(limit) {}

  /// One finite number a sentence, blanks round it or not.
  /// @throws InputError, with the command as place, if it fails, takes too long, or writes anything
  /// but as many numbers as there are sentences; IoError if it cannot be started.
  std::vector<double> operator()(std::span<const std::string> sentences) const;

 private:
  std::string command_;
  std::chrono::duration<double> limit_;
};

}  // namespace lingan::tools
