/// Parallel loops on torch's own threads.
#pragma once

#include <cstdint>
#include <functional>

namespace lingan {

/// An engine::ParallelLoop over torch's threads: as many as at::get_num_threads() says, which do
/// not have to be woken while torch's own operations keep them awake.
void torch_loop(int64_t count, int64_t grain, const std::function<void(int64_t, int64_t)>& body);

}  // namespace lingan
