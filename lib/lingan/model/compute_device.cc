#include <lingan/model/compute_device.h>

#include <ATen/Context.h>
#include <c10/core/impl/VirtualGuardImpl.h>
#include <dlfcn.h>
#include <torch/cuda.h>

#include <filesystem>

#include <lingan/base/error.h>
#include <lingan/engine/cuda_library.h>
#include <lingan/engine/missing_cuda.h>

namespace lingan {
namespace {

torch::Device& chosen() {
  static torch::Device device = torch::kCPU;
  return device;
}

/// The folder of the libtorch that this process uses.
std::filesystem::path torch_folder() {
  Dl_info library;
  if (dladdr(reinterpret_cast<void*>(&torch::cuda::is_available), &library) == 0) return {};
  return std::filesystem::path(library.dli_fname).parent_path();
}

/// Loads libtorch_cuda.so, which registers its kernels with the libtorch_cpu.so in use.
void load_torch_cuda() {
  const std::filesystem::path path = torch_folder() / "libtorch_cuda.so";
  if (!std::filesystem::exists(path)) {
    throw engine::MissingCuda(
        engine::CudaPart::kTorchHalf,
        "CUDA: libtorch in " + path.parent_path().string() + " is its CPU half");
  }
  if (dlopen(path.c_str(), RTLD_NOW | RTLD_GLOBAL) == nullptr) {
    throw engine::MissingCuda(
        engine::CudaPart::kTorchLibraries,
        "CUDA: " + std::string(dlerror()) + ": libtorch's CUDA libraries are not all there");
  }
  if (torch::cuda::is_available()) return;
  // Its CUDA half sees the device, but libtorch asks for devices once and keeps the answer.
  if (c10::impl::VirtualGuardImpl(torch::kCUDA).deviceCount() > 0) {
    throw IoError(
        "CUDA: libtorch was used before the device was chosen, and has settled on the CPU: choose "
        "the device before anything else of libtorch");
  }
  throw IoError("CUDA: libtorch in " + path.parent_path().string() +
                " cannot use the device; it may need a newer driver; or use the CPU");
}

/// The stream that libtorch uses in this thread.
void* torch_stream() {
  return c10::impl::VirtualGuardImpl(torch::kCUDA).getStream(chosen()).native_handle();
}

}  // namespace

void use_device(Device device) {
  chosen() = torch::kCPU;
  engine::set_active_cuda(nullptr);
  if (device == Device::kCpu) return;
  const engine::cuda::Table& table = engine::cuda_table();
  load_torch_cuda();
  // Networks are trained with products of the same precision as the engine's.
  at::globalContext().setAllowTF32CuDNN(false);
  at::globalContext().setAllowTF32CuBLAS(false);
  engine::set_active_cuda(&table, torch_stream);
  chosen() = torch::Device(torch::kCUDA, 0);
}

torch::Device compute_device() { return chosen(); }

const engine::cuda::Table* device_kernels(const torch::Tensor& tensor) {
  if (tensor.is_cuda()) return &engine::cuda_table();
  // Only tests have functions active while networks live on the CPU: the same bodies, on the host.
  return compute_device().is_cpu() ? engine::active_cuda() : nullptr;
}

}  // namespace lingan
