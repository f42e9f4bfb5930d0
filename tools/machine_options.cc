#include "tools/machine_options.h"

#include <cstdio>

#include <lingan/base/error.h>
#include <lingan/base/parallel.h>
#include <lingan/engine/cuda_library.h>

#include "tools/cuda_repair.h"
#include "tools/notices.h"
#include "tools/number_option.h"
#include "tools/progress_line.h"

namespace lingan::tools {
namespace {

/// Why a device cannot be used.
std::string reason(const IoError& error) {
  const auto* missing = dynamic_cast<const engine::MissingCuda*>(&error);
  return missing != nullptr ? with_repair(*missing) : error.what();
}

/// Chooses the device.
/// @return what `auto` chose and why; empty for another device, and where no liblingan_cuda.so is
/// installed.
std::string choose_device(const std::string& device, const std::function<void()>& use_cuda) {
  if (device == "cpu") return {};
  if (device == "auto" && !engine::cuda_library_is_there()) return {};
  try {
    use_cuda();
  } catch (const IoError& error) {
    if (device == "auto") return "--device auto: cpu; " + reason(error);
    throw IoError("--device " + device + ": " + reason(error) + " (--device cpu)");
  }
  if (device != "auto") return {};
  return std::string("--device auto: cuda, ") + engine::cuda_device().name;
}

}  // namespace

void add_threads(CLI::App& command, int& threads) {
  add_number(
      command, "--threads", threads,
      "Threads to use; 0: as many as lingan --version says (cores, affinity, the cgroup's quota, "
      "OMP_NUM_THREADS)",
      {0, 4096});
}

void MachineOptions::add_to(CLI::App& command) {
  add_threads(command, threads);
  device_option_ = command.add_option("--device", device, "cpu, cuda or auto")
                       ->check(CLI::IsMember({"cpu", "cuda", "auto"}))
                       ->capture_default_str();
  command.add_flag("--quiet", quiet, "No progress and no reports on stderr");
}

void MachineOptions::apply(const std::function<void()>& use_cuda) const {
  const std::string chosen = choose_device(device, use_cuda);
  const bool wanted = device_option_->count() > 0 || engine::active_cuda() != nullptr;
  if (!quiet && wanted && !chosen.empty()) std::fprintf(stderr, "lingan: %s\n", chosen.c_str());
  set_thread_count(threads);
  if (!quiet) return;
  hide_progress();
  hide_notices();
}

}  // namespace lingan::tools
