/// What the command line of a bench program asks for.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>

namespace lingan::bench {

/// One of
///   PROGRAM                               check and time everything in this process, for a look
///   PROGRAM check FOLDER NAME             check one comparison; write what rivals in Python need
///   PROGRAM time NAME WAY [KEY=NUMBER...] time one way of one comparison, without checking
/// `bench/run` checks once and gives every way that it times a process of its own.
class Request {
 public:
  /// To check and time everything.
  Request() = default;
  /// Also limits the instruction set (see limit_instructions). Ends the program with status 2 for
  /// another command line.
  Request(int argc, char** argv);

  /// Whether anything of a comparison is asked for.
  bool wants(const std::string& comparison) const;
  bool checks() const { return way_.empty(); }
  /// Whether one way is timed, for bench/run.
  bool times_one() const { return !way_.empty(); }
  /// Whether anything is timed but that one.
  bool times_all() const { return way_.empty() && folder_.empty(); }
  const std::string& way() const { return way_; }

  /// A number that a way leaves free. @return what was asked for, or `usual`.
  int64_t setting(const std::string& key, int64_t usual) const;
  /// The setting `threads`. Default: one per core.
  int threads() const;

  /// Where a comparison's task goes, FOLDER/NAME.safetensors; empty: nowhere.
  std::filesystem::path task(const std::string& comparison) const;

 private:
  std::filesystem::path folder_;
  std::string comparison_, way_;
  std::map<std::string, int64_t> settings_;
};

}  // namespace lingan::bench
