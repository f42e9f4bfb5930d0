#include <lingan/gan/strategies/gumbel_noise.h>

#include <lingan/base/parallel.h>
#include <lingan/engine/cuda_library.h>
#include <lingan/engine/kernels/gumbel_kernels.h>
#include <lingan/model/compute_device.h>

namespace lingan {
namespace {

torch::Tensor on_host(const engine::OpenUniforms& uniforms, int64_t rows) {
  auto uniform = torch::empty({rows, uniforms.tokens}, torch::kFloat32);
  float* const all = uniform.data_ptr<float>();
  parallel_for(rows, 8, [&](int64_t begin, int64_t end) {
    for (int64_t row = begin; row < end; ++row) {
      float* const values = all + row * uniforms.tokens;
      for (int64_t block = 0; block < uniforms.blocks(); ++block) {
        uniforms.of_block(row, block, [values](int64_t token, float u) { values[token] = u; });
      }
    }
  });
  return uniform.log_().neg_().log_().neg_();  // by torch's vectorized logarithm
}

}  // namespace

torch::Tensor gumbel_noise(RandomStream stream, uint64_t first_row, int64_t position,
                           const torch::Tensor& logits) {
  const int64_t rows = logits.size(0), tokens = logits.size(1);
  const engine::cuda::Table* kernels = device_kernels(logits);
  if (kernels == nullptr) return on_host({stream, first_row, position, tokens}, rows);
  torch::Tensor noise = torch::empty({rows, tokens}, logits.options().dtype(torch::kFloat32));
  const engine::cuda::GumbelJob job{.rows = rows,
                                    .tokens = tokens,
                                    .position = position,
                                    .stream = stream,
                                    .first_row = first_row,
                                    .noise = noise.data_ptr<float>(),
                                    .cuda_stream = engine::cuda_stream()};
  engine::require_cuda(*kernels, kernels->gumbel_noise(&job));
  return noise;
}

}  // namespace lingan
