#include <lingan/model/layers/device_max_over_time.h>

#include <algorithm>

#include <lingan/engine/cuda_library.h>

namespace lingan {
namespace {

using engine::cuda::MaxOverTimeJob;
using torch::autograd::variable_list;

size_t bank_count(const variable_list& inputs) { return inputs.size() / 2; }

constexpr int64_t kBlockElements = int64_t{1} << 24;  // of window values, and of windows

/// The job of one bank, without values and results.
MaxOverTimeJob job_of(const variable_list& inputs, size_t bank) {
  const torch::Tensor& vectors = inputs[0];
  const torch::Tensor& weight = inputs[1 + bank];
  MaxOverTimeJob job = {};
  job.cuda_stream = engine::cuda_stream();
  job.rows = vectors.size(0);
  job.length = vectors.size(1);
  job.depth = vectors.size(2);
  job.width = weight.size(1);
  job.filters = weight.size(0);
  job.vectors = vectors.const_data_ptr<float>();
  job.weight = weight.const_data_ptr<float>();
  return job;
}

/// Values of all windows of some rows' vectors, [rows * windows, filters].
torch::Tensor window_values(const torch::Tensor& vectors, const torch::Tensor& weight,
                            const torch::Tensor& bias) {
  const torch::Tensor windows = vectors.unfold(1, weight.size(1), 1).transpose(2, 3);
  return torch::addmm(bias, windows.reshape({-1, weight[0].numel()}), weight.flatten(1).t());
}

/// Fills a bank's maxima [N, filters] and windows, a block of rows at a time.
void find_maxima(const engine::cuda::Table& kernels, const variable_list& inputs, size_t bank,
                 const std::pair<torch::Tensor, torch::Tensor>& maxima) {
  MaxOverTimeJob job = job_of(inputs, bank);
  const int64_t elements =
      (job.length - job.width + 1) * std::max(job.filters, job.width * job.depth);
  const int64_t block = std::max<int64_t>(1, kBlockElements / elements);
  int64_t first = 0;
  for (const torch::Tensor& vectors : inputs[0].split(block)) {
    const torch::Tensor values =
        window_values(vectors, inputs[1 + bank], inputs[1 + bank_count(inputs) + bank]);
    job.rows = vectors.size(0);
    job.values = values.const_data_ptr<float>();
    job.maxima = maxima.first.data_ptr<float>() + first * job.filters;
    job.windows = maxima.second.data_ptr<int32_t>() + first * job.filters;
    engine::require_cuda(kernels, kernels.max_over_time_forward(&job));
    first += job.rows;
  }
}

float* data_or_null(const torch::Tensor& tensor) {
  return tensor.defined() ? tensor.data_ptr<float>() : nullptr;
}

}  // namespace

std::pair<torch::Tensor, torch::Tensor> device_max_over_time(const engine::cuda::Table& kernels,
                                                             const variable_list& inputs) {
  variable_list features, windows;
  for (size_t bank = 0; bank < bank_count(inputs); ++bank) {
    features.push_back(
        torch::empty({inputs[0].size(0), inputs[1 + bank].size(0)}, inputs[0].options()));
    windows.push_back(torch::empty_like(features.back(), torch::kInt32));
    find_maxima(kernels, inputs, bank, {features.back(), windows.back()});
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
