/// The launchers that the device half of the engine can run by, for tests: the CPU with teams of
/// one or several threads, and, where there is one, a CUDA device through liblingan_cuda.so. All
/// take jobs whose pointers are the host's.
#pragma once

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include <lingan/engine/cuda/encoder.h>
#include <lingan/engine/cuda/ngrams.h>
#include <lingan/engine/cuda/rollouts.h>
#include <lingan/engine/cuda/table.h>
#include <lingan/engine/cuda/token_windows.h>
#include <lingan/engine/cuda/training.h>
#include <lingan/engine/cuda_library.h>

#include "tests/engine/host_backend.h"
#include "tests/engine/host_product.h"

namespace lingan::engine {

template <int kThreads>
struct HostLauncher {
  static constexpr bool kIsQuick = kThreads == 1;
  static constexpr DeviceProduct kProduct = host_product;
  static std::string missing() { return {}; }

  void sample(const RecurrentWeights& weights, const cuda::SampleJob& job) {
    cuda::RolloutJobs<Backend>(backend, weights, product).sample(job);
  }
  void log_probabilities(const RecurrentWeights& weights, const cuda::LogProbabilityJob& job) {
    cuda::RolloutJobs<Backend>(backend, weights, product).log_probabilities(job);
  }
  void complete(const RecurrentWeights& weights, const cuda::CompleteJob& job) {
    cuda::RolloutJobs<Backend>(backend, weights, product).complete(job);
  }
  void encode(const cuda::EncoderModel& model, const cuda::EncodeJob& job) {
    cuda::DeviceEncoder<Backend>(backend, model).encode(job);
  }
  void token_window_features(const cuda::TokenWindowJob& job, int64_t) {
    cuda::DeviceWindows<Backend>(backend, job).compute();
  }
  void match_ngrams(const cuda::NgramJob& job) {
    cuda::DeviceNgrams<Backend>(backend, job).count();
  }
  void cross_entropy(const cuda::CrossEntropyJob& job) { cuda::cross_entropy(backend, job); }
  void max_over_time(const cuda::MaxOverTimeJob& job) {
    cuda::max_over_time_forward(backend, job);
    cuda::max_over_time_backward(backend, job);
  }

  DeviceProduct product = nullptr;  // of generators

 private:
  using Backend = HostBackend<kThreads>;
  Backend backend;
};

/// A copy of an array on the device, written back when it goes; of null: null.
template <class T>
class DeviceCopy {
 public:
  DeviceCopy(T*& pointer, int64_t count, bool is_result)
      : host_(pointer), bytes_(static_cast<uint64_t>(count) * sizeof(T)), is_result_(is_result) {
    if (host_ == nullptr) return;
    require_cuda(cuda_table(), cuda_table().allocate(bytes_, nullptr, &memory_));
    require_cuda(cuda_table(), cuda_table().copy(memory_, host_, bytes_, nullptr));
    pointer = static_cast<T*>(memory_);
  }
  DeviceCopy(const DeviceCopy&) = delete;
  ~DeviceCopy() {
    if (host_ == nullptr) return;
    if (is_result_) {
      EXPECT_EQ(
          cuda_table().copy(const_cast<std::remove_const_t<T>*>(host_), memory_, bytes_, nullptr),
          cuda::kOk)
          << cuda_table().error();
    }
    cuda_table().release(memory_, nullptr);
  }

 private:
  T* host_;
  uint64_t bytes_;
  bool is_result_;
  void* memory_ = nullptr;
};

/// host_product of what is copied from the device to the host, and back: the engine's tests have no
/// product of a device's own (tests/model/torch_product_test.cc has).
inline const char* product_by_way_of_the_host(const ProductJob* job) {
  const auto copy = [&](void* to, const void* from, size_t count) {
    EXPECT_EQ(cuda_table().copy(to, from, count * sizeof(float), job->cuda_stream), cuda::kOk);
  };
  const auto fetched = [&](const float* from, int64_t count) {
    std::vector<float> values(static_cast<size_t>(count));
    copy(values.data(), from, values.size());
    return values;
  };
  const std::vector<float> rows = fetched(job->rows, job->count * job->depth);
  const std::vector<float> weight = fetched(job->weight, job->outputs * job->depth);
  std::vector<float> results = fetched(job->results, job->count * job->outputs);
  ProductJob on_host = *job;
  on_host.rows = rows.data();
  on_host.weight = weight.data();
  on_host.results = results.data();
  host_product(&on_host);
  copy(job->results, results.data(), results.size());
  return nullptr;
}

struct CudaLauncher {
  static constexpr bool kIsQuick = true;
  static constexpr DeviceProduct kProduct = product_by_way_of_the_host;

  /// What keeps the device from being used; empty if it can be.
  static std::string missing() {
    try {
      cuda_table();
      return {};
    } catch (const Error& error) {
      return error.what();
    }
  }

  void sample(const RecurrentWeights& weights, const cuda::SampleJob& job) {
    with_network(weights,
                 [&](cuda::Network* network) { return cuda_table().sample(network, &job); });
  }
  void log_probabilities(const RecurrentWeights& weights, const cuda::LogProbabilityJob& job) {
    with_network(weights, [&](cuda::Network* network) {
      return cuda_table().log_probabilities(network, &job);
    });
  }
  void complete(const RecurrentWeights& weights, cuda::CompleteJob job) {
    const int64_t rows = job.rows * (job.width - 1) * job.rollouts;
    DeviceCopy a(job.tokens, rows * job.width, true), b(job.completed_lengths, rows, true);
    with_network(weights,
                 [&](cuda::Network* network) { return cuda_table().complete(network, &job); });
  }
  void encode(const cuda::EncoderModel& model, const cuda::EncodeJob& job) {
    cuda::Encoder* encoder = nullptr;
    require_cuda(cuda_table(), cuda_table().encoder_create(&model, nullptr, &encoder));
    const cuda::CudaStatus status = cuda_table().encode(encoder, &job);
    cuda_table().encoder_destroy(encoder);
    require_cuda(cuda_table(), status);
  }
  void token_window_features(cuda::TokenWindowJob job, int64_t filters) {
    DeviceCopy features(job.features, job.rows * filters, true);
    require_cuda(cuda_table(), cuda_table().token_window_features(&job));
  }
  void match_ngrams(const cuda::NgramJob& job) {
    require_cuda(cuda_table(), cuda_table().match_ngrams(&job));
  }
  void cross_entropy(cuda::CrossEntropyJob job) {
    DeviceCopy a(job.logits, job.rows * job.vocabulary, true), b(job.losses, job.rows, true);
    DeviceCopy c(job.loss_gradients, job.rows, false);
    DeviceCopy d(job.targets, job.rows, false);
    require_cuda(cuda_table(), cuda_table().cross_entropy(&job));
  }
  void max_over_time(cuda::MaxOverTimeJob job) {
    const int64_t vectors = job.rows * job.length * job.depth, maxima = job.rows * job.filters;
    const int64_t weights = job.filters * job.width * job.depth;
    DeviceCopy a(job.vectors, vectors, false), b(job.weight, weights, false);
    DeviceCopy c(job.values, (job.length - job.width + 1) * maxima, false);
    DeviceCopy d(job.maxima_gradients, maxima, false);
    DeviceCopy e(job.maxima, maxima, true);
    DeviceCopy f(job.windows, maxima, true);
    DeviceCopy g(job.vectors_gradient, vectors, true), h(job.weight_gradient, weights, true);
    DeviceCopy i(job.bias_gradient, job.filters, true);
    require_cuda(cuda_table(), cuda_table().max_over_time_forward(&job));
    require_cuda(cuda_table(), cuda_table().max_over_time_backward(&job));
  }

  DeviceProduct product = nullptr;

 private:
  template <class Use>
  void with_network(const RecurrentWeights& weights, const Use& use) {
    cuda::Network* network = nullptr;
    require_cuda(cuda_table(), cuda_table().network_create(&weights, product, nullptr, &network));
    const cuda::CudaStatus status = use(network);
    cuda_table().network_destroy(network);
    require_cuda(cuda_table(), status);
  }
};

/// A test of every launcher that is there; without a CUDA device its tests are skipped and say why.
template <class Launcher>
class LauncherTest : public ::testing::Test {
 protected:
  void SetUp() override {
    const std::string missing = Launcher::missing();
    if (!missing.empty()) GTEST_SKIP() << missing;
  }

  Launcher launcher_;
};

struct LauncherNames {
  template <class Launcher>
  static std::string GetName(int) {
    if (std::is_same_v<Launcher, CudaLauncher>) return "Cuda";
    return Launcher::kIsQuick ? "Serial" : "Threads";
  }
};
using Launchers = ::testing::Types<HostLauncher<1>, HostLauncher<4>, CudaLauncher>;

}  // namespace lingan::engine
