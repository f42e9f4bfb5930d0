/// Declares the library's functions, which the table lists.
#pragma once

#include <exception>
#include <string>

#include <lingan/base/error.h>
#include <lingan/engine/cuda/table.h>

namespace lingan::engine::cuda {

/// What went wrong last in the calling thread.
std::string& last_error();

/// Runs a function's body; an exception becomes a status and last_error().
template <class Body>
CudaStatus guarded(const Body& body) {
  try {
    body();
    return kOk;
  } catch (const NumericError& error) {
    last_error() = error.what();
    return kDiverged;
  } catch (const std::exception& error) {
    last_error() = error.what();
    return kFailed;
  }
}

#define LINGAN_CUDA_DECLARATION(result, name, parameters) result name parameters;
LINGAN_CUDA_ENTRIES(LINGAN_CUDA_DECLARATION)
#undef LINGAN_CUDA_DECLARATION

}  // namespace lingan::engine::cuda
