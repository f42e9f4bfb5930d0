/// The loop that a training kernel runs its parts through.
#pragma once

#include <cstdint>
#include <functional>

namespace lingan::engine {

/// Calls body(begin, end) on ranges that cover [0, count), from any number of threads. Training
/// kernels lie between operations of torch, whose idle threads spin for a while before they sleep:
/// they are given torch's own loop there, and lingan::parallel_for elsewhere. Ranges may be cut
/// anywhere: a kernel's parts are independent of each other.
/// @param grain  parts that are worth a thread.
using ParallelLoop = void (*)(int64_t count, int64_t grain,
                              const std::function<void(int64_t, int64_t)>& body);

}  // namespace lingan::engine
