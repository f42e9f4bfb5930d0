#include "tools/torch/machine.h"

#include <ATen/Parallel.h>

#include <lingan/base/parallel.h>
#include <lingan/model/compute_device.h>

namespace lingan::tools {

void apply_with_torch(const MachineOptions& options) {
  options.apply([] { use_device(Device::kCuda); });
  at::set_num_threads(thread_count());
}

}  // namespace lingan::tools
