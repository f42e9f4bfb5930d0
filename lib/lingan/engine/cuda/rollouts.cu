// A generator's weights on the device, and the engine's jobs with them.
#include <lingan/engine/cuda/rollouts.h>
#include <lingan/engine/cuda/backend.cuh>
#include <lingan/engine/cuda/entries.cuh>

namespace lingan::engine::cuda {

struct Network {
  explicit Network(const RecurrentWeights& weights) : rollouts(backend, weights) {}

  Backend backend;
  RolloutJobs<Backend> rollouts;
};

CudaStatus network_create(const RecurrentWeights* weights, Network** network) {
  return guarded([&] { *network = new Network(*weights); });
}

void network_destroy(Network* network) { delete network; }

CudaStatus sample(Network* network, const SampleJob* job) {
  return guarded([&] { network->rollouts.sample(*job); });
}

CudaStatus log_probabilities(Network* network, const LogProbabilityJob* job) {
  return guarded([&] { network->rollouts.log_probabilities(*job); });
}

CudaStatus complete(Network* network, const CompleteJob* job) {
  return guarded([&] { network->rollouts.complete(*job); });
}

}  // namespace lingan::engine::cuda
