/// liblingan_cuda.so, the device half of the engine, loaded when a CUDA device is asked for.
#pragma once

#include <span>
#include <string>
#include <vector>

#include <lingan/engine/cuda/table.h>

namespace lingan::engine {

/// Where the library is looked for, in this order: next to the program, in the lib folder of the
/// program's installation (from bin/ and from libexec/lingan/), and wherever the loader looks
/// (LD_LIBRARY_PATH).
std::vector<std::string> cuda_library_candidates();

/// Opens the first candidate that exists. A path without a slash is the loader's to find.
/// @throws MissingCuda if none can be opened, IoError if the one found belongs to another version
/// of lingan.
const cuda::Table& open_cuda_library(std::span<const std::string> candidates);

/// Whether there is a library to load, of whatever version.
bool cuda_library_is_there();

/// The library's functions, for a device that answers; opened at the first call.
/// @throws IoError as open_cuda_library, and if no CUDA device can be used.
const cuda::Table& cuda_table();

/// Sends the jobs that choose by themselves where to run (n-gram counting, networks on the compute
/// device) to these functions; null: to the CPU, as at first. The table is cuda_table(), or one
/// that tests put in its place.
/// @param stream  tells the stream (a cudaStream_t) that the calling thread's jobs go to; null: the
/// default stream.
void set_active_cuda(const cuda::Table* table, void* (*stream)() = nullptr);

/// The functions that are active, or null.
const cuda::Table* active_cuda();

/// The stream of the calling thread's jobs, as set_active_cuda was told.
void* cuda_stream();

/// What the current device is.  @throws IoError as cuda_table.
const cuda::DeviceFacts& cuda_device();

/// Turns a failure of one of the table's functions into an exception.
/// @throws NumericError if logits were not finite, IoError if CUDA refused.
void require_cuda(const cuda::Table& table, cuda::CudaStatus status);

/// Memory of the device, given back when it goes.
class DeviceMemory {
 public:
  /// @param table  must live as long.  @throws IoError if the device lacks the memory.
  DeviceMemory(const cuda::Table& table, uint64_t bytes) : table_(table), stream_(cuda_stream()) {
    require_cuda(table, table.allocate(bytes, stream_, &memory_));
  }
  ~DeviceMemory() { table_.release(memory_, stream_); }
  DeviceMemory(const DeviceMemory&) = delete;
  DeviceMemory& operator=(const DeviceMemory&) = delete;

  void* data() const { return memory_; }

 private:
  const cuda::Table& table_;
  void* stream_;
  void* memory_ = nullptr;
};

}  // namespace lingan::engine
