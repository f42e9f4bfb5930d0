#include "tools/failure.h"

#include <exception>
#include <filesystem>
#include <new>
#include <stdexcept>
#include <string_view>

#include <unistd.h>

#include <lingan/base/error.h>

#include "tools/cuda_repair.h"
#include "tools/process.h"

namespace lingan::tools {
namespace {

/// libtorch's messages end with a trace of its own functions, which helps no user.
std::string first_line(const std::string& text) { return text.substr(0, text.find('\n')); }

/// Memory ran out: here, in torch's allocator (c10/core/impl/alloc_cpu.cpp), or on the device.
bool is_out_of_memory(const std::exception& error) {
  const std::string_view text = error.what();
  return dynamic_cast<const std::bad_alloc*>(&error) != nullptr ||
         dynamic_cast<const std::length_error*>(&error) != nullptr ||  // of a container
         text.find("can't allocate memory") != std::string_view::npos ||
         text.find("CUDA out of memory") != std::string_view::npos;
}

/// No descriptor was left where torch wanted a seed of the system's (c10/core/GeneratorImpl.cpp).
bool is_out_of_files(const std::exception& error) {
  const std::string_view text = error.what();
  return text.find("Unable to open /dev/urandom") != std::string_view::npos &&
         ::access("/dev/urandom", R_OK) == 0;
}

}  // namespace

Failure present_failure() {
  try {
    throw;
  } catch (const Interrupted& error) {
    return {error.what(), kInterrupted};
  } catch (const UsageError& error) {
    return {error.what(), kUsage};
  } catch (const std::filesystem::filesystem_error& error) {
    return {error.path1().string() + ": " + error.code().message()};
  } catch (const engine::MissingCuda& error) {
    return {with_repair(error)};
  } catch (const Error& error) {
    return {error.what()};
  } catch (const std::exception& error) {
    if (is_out_of_memory(error)) return {kOutOfMemory};
    if (is_out_of_files(error)) return {kOutOfFiles};
    return {first_line(error.what())};
  }
}

}  // namespace lingan::tools
