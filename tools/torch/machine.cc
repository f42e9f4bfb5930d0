#include "tools/torch/machine.h"

#include <ATen/Parallel.h>

#include <lingan/model/compute_device.h>

namespace lingan::tools {

void apply_with_torch(const MachineOptions& options) {
  options.apply([] { use_device(Device::kCuda); });
  at::set_num_threads(1);  // what is worth sharing goes to lingan's own threads
}

}  // namespace lingan::tools
