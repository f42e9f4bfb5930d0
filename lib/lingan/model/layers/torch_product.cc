#include <lingan/model/layers/torch_product.h>

#include <exception>
#include <string>

#include <lingan/base/error.h>
#include <lingan/engine/cuda_library.h>
#include <lingan/model/device_view.h>

namespace lingan {

const char* torch_product(const engine::ProductJob* job) {
  thread_local std::string failure;
  try {
    // Elsewhere it would not wait for its operands, nor what needs its results for it.
    if (job->cuda_stream != engine::cuda_stream()) {
      throw UsageError("a product was wanted on another stream than libtorch's");
    }
    const torch::NoGradGuard no_grad;
    const torch::Tensor rows = device_view(job->rows, {job->count, job->depth});
    const torch::Tensor weight = device_view(job->weight, {job->outputs, job->depth});
    device_view(job->results, {job->count, job->outputs}).addmm_(rows, weight.t());
    return nullptr;
  } catch (const c10::Error& error) {
    failure = error.what_without_backtrace();
  } catch (const std::exception& error) {
    failure = error.what();
  }
  return failure.c_str();
}

}  // namespace lingan
