#include "tools/machine_options.h"

#include <ATen/Parallel.h>

#include <lingan/base/device.h>
#include <lingan/base/parallel.h>
#include <lingan/base/progress.h>

namespace lingan::tools {

void MachineOptions::add_to(CLI::App& command) {
  command.add_option("--threads", threads, "Threads to use; 0: one per core")
      ->check(CLI::Range(0, 4096))
      ->capture_default_str();
  command.add_option("--device", device, "cpu, cuda or auto")->capture_default_str();
  command.add_flag("--quiet", quiet, "No progress and no reports on stderr");
}

void MachineOptions::apply() const {
  parse_device(device);
  set_thread_count(threads);
  at::set_num_threads(thread_count());
  if (quiet) Progress::silence();
}

}  // namespace lingan::tools
