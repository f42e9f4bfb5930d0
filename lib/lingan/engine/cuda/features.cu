// Window features and n-gram matches on the device.
#include <lingan/engine/cuda/ngrams.h>
#include <lingan/engine/cuda/token_windows.h>
#include <lingan/engine/cuda/backend.cuh>
#include <lingan/engine/cuda/entries.cuh>

namespace lingan::engine::cuda {

CudaStatus token_window_features(const TokenWindowJob* job) {
  return guarded([&] {
    Backend backend(job->cuda_stream);
    DeviceWindows<Backend>(backend, *job).compute();
  });
}

CudaStatus match_ngrams(const NgramJob* job) {
  return guarded([&] {
    Backend backend(job->cuda_stream);
    DeviceNgrams<Backend>(backend, *job).count();
  });
}

}  // namespace lingan::engine::cuda
