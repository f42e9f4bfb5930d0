#include <lingan/model/device_max_over_time.h>

#include <lingan/engine/cuda_library.h>

namespace lingan {
namespace {

using engine::cuda::MaxOverTimeJob;
using torch::autograd::variable_list;

size_t bank_count(const variable_list& inputs) { return inputs.size() / 2; }

/// The job of one bank, without results.
MaxOverTimeJob job_of(const variable_list& inputs, size_t bank) {
  const torch::Tensor& vectors = inputs[0];
  const torch::Tensor& weight = inputs[1 + bank];
  const torch::Tensor& bias = inputs[1 + bank_count(inputs) + bank];
  MaxOverTimeJob job = {};
  job.rows = vectors.size(0);
  job.length = vectors.size(1);
  job.depth = vectors.size(2);
  job.width = weight.size(1);
  job.filters = weight.size(0);
  job.vectors = vectors.const_data_ptr<float>();
  job.weight = weight.const_data_ptr<float>();
  job.bias = bias.const_data_ptr<float>();
  return job;
}

float* data_or_null(const torch::Tensor& tensor) {
  return tensor.defined() ? tensor.data_ptr<float>() : nullptr;
}

}  // namespace

std::pair<torch::Tensor, torch::Tensor> device_max_over_time(const engine::cuda::Table& kernels,
                                                             const variable_list& inputs) {
  variable_list features, windows;
  for (size_t bank = 0; bank < bank_count(inputs); ++bank) {
    MaxOverTimeJob job = job_of(inputs, bank);
    features.push_back(torch::empty({job.rows, job.filters}, inputs[0].options()));
    windows.push_back(torch::empty_like(features.back(), torch::kInt32));
    job.maxima = features.back().data_ptr<float>();
    job.windows = windows.back().data_ptr<int32_t>();
    engine::require_cuda(kernels, kernels.max_over_time_forward(&job));
  }
  return {torch::cat(features, 1), torch::cat(windows, 1)};
}

void device_max_over_time_gradient(const engine::cuda::Table& kernels, const variable_list& inputs,
                                   const torch::Tensor& where, const torch::Tensor& slope,
                                   const variable_list& gradients) {
  int64_t first = 0;
  for (size_t bank = 0; bank < bank_count(inputs); ++bank) {
    MaxOverTimeJob job = job_of(inputs, bank);
    torch::Tensor windows = where.narrow(1, first, job.filters).contiguous();
    const torch::Tensor mine = slope.narrow(1, first, job.filters).contiguous();
    job.windows = windows.data_ptr<int32_t>();
    job.maxima_gradients = mine.const_data_ptr<float>();
    job.vectors_gradient = data_or_null(gradients[0]);
    job.weight_gradient = data_or_null(gradients[1 + bank]);
    job.bias_gradient = data_or_null(gradients[1 + bank_count(inputs) + bank]);
    engine::require_cuda(kernels, kernels.max_over_time_backward(&job));
    first += job.filters;
  }
}

}  // namespace lingan
