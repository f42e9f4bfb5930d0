// The one exported function, and what the device says of itself.
#include <cuda_runtime.h>

#include <cstdio>
#include <string>

#include <lingan/engine/cuda/capability.h>
#include <lingan/engine/cuda/backend.cuh>
#include <lingan/engine/cuda/entries.cuh>

namespace lingan::engine::cuda {
namespace {

/// Keeps freed memory for the next job instead of giving it back to the driver.
void keep_memory(int device) {
  if (!has_memory_pools()) return;
  cudaMemPool_t pool;
  require_cuda(cudaDeviceGetDefaultMemPool(&pool, device), "finding the memory pool");
  uint64_t bytes = uint64_t{1} << 30;
  require_cuda(cudaMemPoolSetAttribute(pool, cudaMemPoolAttrReleaseThreshold, &bytes),
               "setting up the memory pool");
}

std::string version_name(int version) {
  return std::to_string(version / 1000) + "." + std::to_string(version % 1000 / 10);
}

/// @throws IoError where no device can be used.
void require_device() {
  int count = 0, driver = 0, runtime = 0;
  const cudaError_t status = cudaGetDeviceCount(&count);
  if (status == cudaErrorInsufficientDriver) {
    cudaDriverGetVersion(&driver);
    cudaRuntimeGetVersion(&runtime);
    throw IoError(driver == 0 ? "CUDA: no driver is installed: check with nvidia-smi"
                              : "CUDA: the driver serves CUDA " + version_name(driver) +
                                    ", and liblingan_cuda.so was built with " +
                                    version_name(runtime) + ": update the driver");
  }
  if (status == cudaErrorNoDevice)
    throw IoError("CUDA: no device was found: check with nvidia-smi");
  require_cuda(status, "looking for a device");
}

}  // namespace

CudaStatus device(DeviceFacts* facts) {
  return guarded([&] {
    require_device();
    int current = 0;
    require_cuda(cudaGetDevice(&current), "choosing a device");
    cudaDeviceProp properties;
    require_cuda(cudaGetDeviceProperties(&properties, current), "asking the device");
    *facts = {};
    std::snprintf(facts->name, sizeof facts->name, "%s", properties.name);
    facts->major = properties.major;
    facts->minor = properties.minor;
    require_capability(*facts);
    facts->memory = static_cast<int64_t>(properties.totalGlobalMem);
    require_cuda(cudaDriverGetVersion(&facts->driver), "asking the driver");
    require_cuda(cudaRuntimeGetVersion(&facts->runtime), "asking the runtime");
    keep_memory(current);
  });
}

CudaStatus allocate(uint64_t bytes, void* cuda_stream, void** memory) {
  return guarded([&] { *memory = allocate_memory(bytes, static_cast<cudaStream_t>(cuda_stream)); });
}

void release(void* memory, void* cuda_stream) {
  free_memory(memory, static_cast<cudaStream_t>(cuda_stream));
}

CudaStatus copy(void* to, const void* from, uint64_t bytes, void* cuda_stream) {
  return guarded([&] {
    const Backend backend(cuda_stream);
    backend.copy(to, from, bytes);
    backend.wait();
  });
}

const char* error() { return last_error().c_str(); }

std::string& last_error() {
  thread_local std::string message;
  return message;
}

}  // namespace lingan::engine::cuda

extern "C" __attribute__((visibility("default"))) const lingan::engine::cuda::Table*
lingan_cuda_table() {
  using namespace lingan::engine::cuda;
#define LINGAN_CUDA_VALUE(result, name, parameters) .name = name,
  static const Table table{
      .version = kTableVersion, .size = sizeof(Table), LINGAN_CUDA_ENTRIES(LINGAN_CUDA_VALUE)};
#undef LINGAN_CUDA_VALUE
  return &table;
}
