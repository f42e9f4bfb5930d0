/// Options about the machine that several subcommands share: --threads, --device, --quiet.
#pragma once

#include <functional>
#include <string>

#include <CLI/CLI.hpp>

namespace lingan::tools {

/// Adds --threads.  @param threads  for set_thread_count; must live as long as the command.
void add_threads(CLI::App& command, int& threads);

struct MachineOptions {
  int threads = 0;  ///< 0: default_threads()
  std::string device = "auto";
  bool quiet = false;

  void add_to(CLI::App& command);

  /// Sets device, thread count and silence.
  /// @param use_cuda  gives the work to a CUDA device; throws IoError where something that it needs
  ///                  is missing.
  /// @throws IoError for --device cuda, as use_cuda does.
  void apply(const std::function<void()>& use_cuda) const;

 private:
  CLI::Option* device_option_ = nullptr;
};

}  // namespace lingan::tools
