/// Parallel loops over a pool of threads, the only one that this library starts.
///
/// Between loops the pool's threads stay awake for at most a millisecond, less where that has been
/// in vain; OMP_WAIT_POLICY says otherwise where it is set: `passive`, not at all; `active`, for a
/// second. Beside programs that use the same cores the pool takes fewer threads by itself
/// (base/helper_budget.h). libtorch's own threads are left alone, but for a Trainer's run, which
/// keeps torch to the thread that calls it.
#pragma once

#include <cstdint>
#include <functional>

namespace lingan {

/// Sets how many threads parallel_for uses, the caller's included.
/// @param threads  >= 1; 0 means as many as default_threads() (base/default_threads.h) says. Where
/// the system starts no more threads, the pool makes do with those that it has.
/// REQUIRES: no parallel_for is running.
void set_thread_count(int threads);

/// How many threads parallel_for uses, >= 1.
int thread_count();

/// Calls body(begin, end) on chunks that cover [0, count), from several threads at once.
///
/// Chunks are `grain` long but for the last, whatever the number of threads: a body whose result
/// depends on its chunk gives the same result on any machine. A call from inside a body runs
/// serially, and so does one while another thread's loop has the pool. The first exception that a
/// body throws is rethrown once all threads have stopped.
/// @param count  >= 0.  @param grain  >= 1.
void parallel_for(int64_t count, int64_t grain, const std::function<void(int64_t, int64_t)>& body);

}  // namespace lingan
