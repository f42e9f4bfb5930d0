/// The functions of liblingan_cuda.so with the same bodies run on the host, for what calls them
/// through a table: all pointers are the host's, also those that a job calls the device's.
#pragma once

#include <cstdlib>
#include <cstring>
#include <exception>
#include <string>

#include <lingan/base/error.h>
#include <lingan/engine/cuda/encoder.h>
#include <lingan/engine/cuda/ngrams.h>
#include <lingan/engine/cuda/rollouts.h>
#include <lingan/engine/cuda/table.h>
#include <lingan/engine/cuda/token_windows.h>
#include <lingan/engine/cuda/training.h>

#include "tests/engine/host_backend.h"

namespace lingan::engine::cuda {

using TableBackend = HostBackend<1>;

struct Network {
  Network(const RecurrentWeights& weights, DeviceProduct product, void* cuda_stream)
      : backend(cuda_stream), rollouts(backend, weights, product) {}
  TableBackend backend;
  RolloutJobs<TableBackend> rollouts;
};

struct Encoder {
  explicit Encoder(const EncoderModel& model) : encoder(backend, model) {}
  TableBackend backend;
  DeviceEncoder<TableBackend> encoder;
};

/// Of the last failure.
inline std::string& host_error() {
  thread_local std::string message;
  return message;
}

/// Runs a function's body with a backend; an exception becomes a status and host_error().
template <class Body>
CudaStatus on_host(const Body& body) {
  try {
    TableBackend backend;
    body(backend);
    return kOk;
  } catch (const NumericError& error) {
    host_error() = error.what();
    return kDiverged;
  } catch (const std::exception& error) {
    host_error() = error.what();
    return kFailed;
  }
}

namespace host {

inline const char* error() { return host_error().c_str(); }
inline CudaStatus device(DeviceFacts* facts) {
  *facts = {};
  return kOk;
}
inline CudaStatus allocate(uint64_t bytes, void*, void** memory) {
  *memory = std::malloc(bytes > 0 ? bytes : 1);
  std::memset(*memory, 0xA5, bytes);  // nonsense, as a device's
  return kOk;
}
inline void release(void* memory, void*) { std::free(memory); }
inline CudaStatus copy(void* to, const void* from, uint64_t bytes, void*) {
  if (bytes > 0) std::memcpy(to, from, bytes);
  return kOk;
}
inline CudaStatus network_create(const RecurrentWeights* weights, DeviceProduct product,
                                 void* cuda_stream, Network** network) {
  return on_host([&](TableBackend&) { *network = new Network(*weights, product, cuda_stream); });
}
inline void network_destroy(Network* network) { delete network; }
inline CudaStatus sample(Network* network, const SampleJob* job) {
  return on_host([&](TableBackend&) {
    network->backend.use(job->cuda_stream);
    network->rollouts.sample(*job);
  });
}
inline CudaStatus log_probabilities(Network* network, const LogProbabilityJob* job) {
  return on_host([&](TableBackend&) {
    network->backend.use(job->cuda_stream);
    network->rollouts.log_probabilities(*job);
  });
}
inline CudaStatus complete(Network* network, const CompleteJob* job) {
  return on_host([&](TableBackend&) {
    network->backend.use(job->cuda_stream);
    network->rollouts.complete(*job);
  });
}
inline CudaStatus encoder_create(const EncoderModel* model, void*, Encoder** encoder) {
  return on_host([&](TableBackend&) { *encoder = new Encoder(*model); });
}
inline void encoder_destroy(Encoder* encoder) { delete encoder; }
inline CudaStatus encode(Encoder* encoder, const EncodeJob* job) {
  return on_host([&](TableBackend&) { encoder->encoder.encode(*job); });
}
inline CudaStatus token_window_features(const TokenWindowJob* job) {
  return on_host(
      [&](TableBackend& backend) { DeviceWindows<TableBackend>(backend, *job).compute(); });
}
inline CudaStatus match_ngrams(const NgramJob* job) {
  return on_host([&](TableBackend& backend) { DeviceNgrams<TableBackend>(backend, *job).count(); });
}
inline CudaStatus cross_entropy(const CrossEntropyJob* job) {
  return on_host([&](TableBackend& backend) { cuda::cross_entropy(backend, *job); });
}
inline CudaStatus max_over_time_forward(const MaxOverTimeJob* job) {
  return on_host([&](TableBackend& backend) { cuda::max_over_time_forward(backend, *job); });
}
inline CudaStatus max_over_time_backward(const MaxOverTimeJob* job) {
  return on_host([&](TableBackend& backend) { cuda::max_over_time_backward(backend, *job); });
}
inline CudaStatus gumbel_noise(const GumbelJob* job) {
  return on_host([&](TableBackend& backend) { cuda::gumbel_noise(backend, *job); });
}

}  // namespace host

inline const Table& host_table() {
#define LINGAN_HOST_VALUE(result, name, parameters) .name = host::name,
  static const Table table{
      .version = kTableVersion, .size = sizeof(Table), LINGAN_CUDA_ENTRIES(LINGAN_HOST_VALUE)};
#undef LINGAN_HOST_VALUE
  return table;
}

}  // namespace lingan::engine::cuda
