#include <lingan/engine/cuda_library.h>

#include <dlfcn.h>

#include <atomic>
#include <filesystem>
#include <system_error>
#include <utility>

#include <lingan/base/error.h>
#include <lingan/engine/missing_cuda.h>

namespace lingan::engine {
namespace {

constexpr char kLibrary[] = "liblingan_cuda.so";
constexpr char kUseCpu[] = "or use the CPU";

std::string joined(std::span<const std::string> candidates) {
  std::string text;
  for (const std::string& candidate : candidates) text += (text.empty() ? "" : ", ") + candidate;
  return text;
}

bool is_for_loader(const std::string& candidate) {
  return candidate.find('/') == std::string::npos;
}

/// The loader's handle; never closed, since CUDA's own threads may outlive any use of it.
std::pair<void*, std::string> open_first(std::span<const std::string> candidates) {
  for (const std::string& candidate : candidates) {
    if (!is_for_loader(candidate) && !std::filesystem::exists(candidate)) continue;
    if (void* handle = dlopen(candidate.c_str(), RTLD_NOW | RTLD_LOCAL)) return {handle, candidate};
    const std::string reason = dlerror();
    // The loader's way to say that there is no such file.
    if (is_for_loader(candidate) && reason.starts_with(candidate + ":") &&
        reason.find("No such file") != std::string::npos) {
      continue;
    }
    throw MissingCuda(CudaPart::kLoadableLibrary,
                      "CUDA: " + candidate + " cannot be loaded (" + reason + ")");
  }
  throw MissingCuda(
      CudaPart::kLibrary,
      "CUDA: " + std::string(kLibrary) + " was not found (looked for " + joined(candidates) + ")");
}

const cuda::Table& checked(const cuda::Table* table, const std::string& path) {
  if (table->version != cuda::kTableVersion || table->size != sizeof(cuda::Table)) {
    throw IoError(
        "CUDA: " + path + " belongs to another version of lingan (its table is of version " +
        std::to_string(table->version) + ", this program's " + std::to_string(cuda::kTableVersion) +
        "): build both from the same sources, " + kUseCpu);
  }
  return *table;
}

struct OpenDevice {
  const cuda::Table& table;
  cuda::DeviceFacts facts;
};

OpenDevice open_device() {
  OpenDevice device{open_cuda_library(cuda_library_candidates()), {}};
  if (device.table.device(&device.facts) != cuda::kOk) {
    throw IoError(std::string(device.table.error()) + ", " + kUseCpu);
  }
  return device;
}

const OpenDevice& device() {
  static const OpenDevice device = open_device();
  return device;
}

std::atomic<const cuda::Table*> active_table = nullptr;
std::atomic<void* (*)()> stream_of_thread = nullptr;

}  // namespace

std::vector<std::string> cuda_library_candidates() {
  std::vector<std::string> candidates;
  std::error_code failed;
  const auto program = std::filesystem::read_symlink("/proc/self/exe", failed);
  if (!failed) {
    const auto folder = program.parent_path();
    for (const auto& place :
         {folder, folder / ".." / LINGAN_LIBDIR, folder / ".." / ".." / LINGAN_LIBDIR}) {
      candidates.push_back((place / kLibrary).lexically_normal().string());
    }
  }
  candidates.emplace_back(kLibrary);
  return candidates;
}

const cuda::Table& open_cuda_library(std::span<const std::string> candidates) {
  const auto [handle, path] = open_first(candidates);
  using Entry = const cuda::Table* (*)();
  const auto entry = reinterpret_cast<Entry>(dlsym(handle, cuda::kTableSymbol));
  if (entry == nullptr) {
    throw IoError("CUDA: " + path + " is not lingan's: it has no " + cuda::kTableSymbol);
  }
  return checked(entry(), path);
}

bool cuda_library_is_there() {
  for (const std::string& candidate : cuda_library_candidates()) {
    if (is_for_loader(candidate) ? dlopen(candidate.c_str(), RTLD_LAZY | RTLD_LOCAL) != nullptr
                                 : std::filesystem::exists(candidate)) {
      return true;
    }
  }
  return false;
}

const cuda::Table& cuda_table() { return device().table; }

void set_active_cuda(const cuda::Table* table, void* (*stream)()) {
  active_table = table;
  stream_of_thread = stream;
}

const cuda::Table* active_cuda() { return active_table; }

void* cuda_stream() {
  void* (*stream)() = stream_of_thread;
  return stream != nullptr ? stream() : nullptr;
}

const cuda::DeviceFacts& cuda_device() { return device().facts; }

void require_cuda(const cuda::Table& table, cuda::CudaStatus status) {
  if (status == cuda::kOk) return;
  if (status == cuda::kDiverged) throw NumericError(table.error());
  throw IoError(table.error());
}

}  // namespace lingan::engine
