#include <lingan/base/parallel.h>

#include <algorithm>
#include <memory>

#include <lingan/base/default_threads.h>
#include <lingan/base/thread_pool.h>

namespace lingan {
namespace {

int default_count() { return default_threads().count; }

/// @param first_count  threads to start with, if this is the first call; 0: the default.
std::unique_ptr<ThreadPool>& pool(int first_count = 0) {
  static auto instance =
      std::make_unique<ThreadPool>(first_count > 0 ? first_count : default_count());
  return instance;
}

}  // namespace

void set_thread_count(int threads) {
  const int wanted = threads > 0 ? threads : default_count();
  if (pool(wanted)->threads() != wanted) pool() = std::make_unique<ThreadPool>(wanted);
}

int thread_count() { return pool()->threads(); }

void parallel_for(int64_t count, int64_t grain, const std::function<void(int64_t, int64_t)>& body) {
  if (count <= 0) return;
  if (ChunkedLoop::is_inside_body() || count <= grain || thread_count() == 1) {
    for (int64_t begin = 0; begin < count; begin += grain) {
      body(begin, std::min(begin + grain, count));
    }
    return;
  }
  ChunkedLoop loop(count, grain, body);
  pool()->run(loop);
  loop.rethrow_failure();
}

}  // namespace lingan
