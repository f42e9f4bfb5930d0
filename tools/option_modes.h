/// Options that have an effect only in some modes of a command.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>

namespace lingan::tools {

/// The rules of one command. No option is ignored in silence: where it has no effect, it is refused
/// by name.
class OptionModes {
 public:
  /// These options have an effect only where `applies()`, which is asked after the command line was
  /// read.
  /// @param why_not  ends the message `--option has no effect WHY_NOT`.
  void only(std::vector<std::string> options, std::function<bool()> applies, std::string why_not);

  /// @throws UsageError for an option that was given and has no effect.
  void check(const CLI::App& command) const;

 private:
  struct Rule {
    std::vector<std::string> options;
    std::function<bool()> applies;
    std::string why_not;
  };
  std::vector<Rule> rules_;
};

}  // namespace lingan::tools
