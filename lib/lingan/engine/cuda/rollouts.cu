// A generator's weights on the device, and the engine's jobs with them.
#include <lingan/engine/cuda/rollouts.h>
#include <lingan/engine/cuda/backend.cuh>
#include <lingan/engine/cuda/entries.cuh>

namespace lingan::engine::cuda {

struct Network {
  Network(const RecurrentWeights& weights, DeviceProduct product, void* cuda_stream)
      : made_on(cuda_stream), backend(cuda_stream), rollouts(backend, weights, product) {}

  void* made_on;  // where its memory is given back
  Backend backend;
  RolloutJobs<Backend> rollouts;
};

CudaStatus network_create(const RecurrentWeights* weights, DeviceProduct product, void* cuda_stream,
                          Network** network) {
  return guarded([&] { *network = new Network(*weights, product, cuda_stream); });
}

void network_destroy(Network* network) {
  guarded([&] { network->backend.use(network->made_on); });
  delete network;
}

CudaStatus sample(Network* network, const SampleJob* job) {
  return guarded([&] {
    network->backend.use(job->cuda_stream);
    network->rollouts.sample(*job);
  });
}

CudaStatus log_probabilities(Network* network, const LogProbabilityJob* job) {
  return guarded([&] {
    network->backend.use(job->cuda_stream);
    network->rollouts.log_probabilities(*job);
  });
}

CudaStatus complete(Network* network, const CompleteJob* job) {
  return guarded([&] {
    network->backend.use(job->cuda_stream);
    network->rollouts.complete(*job);
  });
}

}  // namespace lingan::engine::cuda
