// A generator's weights on the device, and the engine's jobs with them.
#include <lingan/engine/cuda/rollouts.h>
#include <lingan/engine/cuda/backend.cuh>
#include <lingan/engine/cuda/entries.cuh>

namespace lingan::engine::cuda {

struct Network {
  explicit Network(const NetworkWeights& weights) : rollouts(backend, weights) {}

  Backend backend;
  RolloutJobs<Backend> rollouts;
};

CudaStatus network_create(const NetworkWeights* weights, Network** network) {
  return guarded([&] { *network = new Network(*weights); });
}

void network_destroy(Network* network) { delete network; }

CudaStatus network_weights(const Network* network, const NetworkWeights* to) {
  return guarded([&] { network->rollouts.copy_weights(*to); });
}

CudaStatus sample(Network* network, const SampleJob* job) {
  return guarded([&] { network->rollouts.sample(*job); });
}

CudaStatus score(Network* network, const ScoreJob* job) {
  return guarded([&] { network->rollouts.score(*job); });
}

CudaStatus complete(Network* network, const CompleteJob* job) {
  return guarded([&] { network->rollouts.complete(*job); });
}

}  // namespace lingan::engine::cuda
