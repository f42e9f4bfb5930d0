/// Options about the machine that several subcommands share: --threads, --device, --quiet.
#pragma once

#include <string>

#include <CLI/CLI.hpp>

namespace lingan::tools {

struct MachineOptions {
  int threads = 0;  ///< 0: one per core
  std::string device = "auto";
  bool quiet = false;

  void add_to(CLI::App& command);
  /// Sets device, thread counts and silence.  @throws UsageError for a device of another name,
  /// IoError for cuda where something that it needs is missing.
  void apply() const;

 private:
  CLI::Option* device_option_ = nullptr;
};

}  // namespace lingan::tools
