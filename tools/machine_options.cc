#include "tools/machine_options.h"

#include <ATen/Parallel.h>

#include <cstdio>

#include <lingan/base/notice.h>
#include <lingan/base/parallel.h>
#include <lingan/base/progress.h>
#include <lingan/model/compute_device.h>

namespace lingan::tools {

void MachineOptions::add_to(CLI::App& command) {
  command.add_option("--threads", threads, "Threads to use; 0: one per core")
      ->check(CLI::Range(0, 4096))
      ->capture_default_str();
  device_option_ =
      command.add_option("--device", device, "cpu, cuda or auto")->capture_default_str();
  command.add_flag("--quiet", quiet, "No progress and no reports on stderr");
}

void MachineOptions::apply() const {
  const std::string chosen = use_device(parse_device(device));
  const bool wanted = device_option_->count() > 0 || compute_device().is_cuda();
  if (!quiet && wanted && !chosen.empty()) std::fprintf(stderr, "lingan: %s\n", chosen.c_str());
  set_thread_count(threads);
  at::set_num_threads(thread_count());
  if (quiet) {
    Progress::silence();
  } else {
    set_notice_listener(
        [](const std::string& text) { std::fprintf(stderr, "lingan: %s\n", text.c_str()); });
  }
}

}  // namespace lingan::tools
