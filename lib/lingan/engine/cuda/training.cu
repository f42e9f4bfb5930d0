// Losses and layers of training on the device.
#include <lingan/engine/cuda/training.h>
#include <lingan/engine/cuda/backend.cuh>
#include <lingan/engine/cuda/entries.cuh>

namespace lingan::engine::cuda {

CudaStatus cross_entropy(const CrossEntropyJob* job) {
  return guarded([&] {
    Backend backend(job->cuda_stream);
    cross_entropy(backend, *job);
  });
}

CudaStatus max_over_time_forward(const MaxOverTimeJob* job) {
  return guarded([&] {
    Backend backend(job->cuda_stream);
    max_over_time_forward(backend, *job);
  });
}

CudaStatus max_over_time_backward(const MaxOverTimeJob* job) {
  return guarded([&] {
    Backend backend(job->cuda_stream);
    max_over_time_backward(backend, *job);
  });
}

CudaStatus gumbel_noise(const GumbelJob* job) {
  return guarded([&] {
    Backend backend(job->cuda_stream);
    gumbel_noise(backend, *job);
  });
}

}  // namespace lingan::engine::cuda
