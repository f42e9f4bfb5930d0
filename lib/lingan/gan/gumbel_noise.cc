#include <lingan/gan/gumbel_noise.h>

#include <algorithm>

#include <lingan/base/parallel.h>
#include <lingan/engine/cuda_library.h>
#include <lingan/engine/kernels/gumbel_kernels.h>
#include <lingan/model/compute_device.h>

namespace lingan {
namespace {

torch::Tensor on_host(RandomStream stream, uint64_t first_row, int64_t position, int64_t rows,
                      int64_t tokens) {
  auto uniform = torch::empty({rows, tokens}, torch::kFloat32);
  const int64_t blocks = (tokens + 3) / 4;  // a Philox block holds four words
  float* values = uniform.data_ptr<float>();
  parallel_for(rows, 8, [&](int64_t begin, int64_t end) {
    for (int64_t row = begin; row < end; ++row) {
      for (int64_t block = 0; block < blocks; ++block) {
        const Philox4 bits = stream.block(first_row + static_cast<uint64_t>(row),
                                          static_cast<uint32_t>(position * blocks + block));
        const int64_t count = std::min<int64_t>(4, tokens - block * 4);
        for (int64_t word = 0; word < count; ++word) {
          values[row * tokens + block * 4 + word] = engine::open_uniform(bits.word[word]);
        }
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
  if (kernels == nullptr) return on_host(stream, first_row, position, rows, tokens);
  torch::Tensor noise = torch::empty({rows, tokens}, logits.options().dtype(torch::kFloat32));
  const engine::cuda::GumbelJob job{rows,   tokens,    position,
                                    stream, first_row, noise.data_ptr<float>()};
  engine::require_cuda(*kernels, kernels->gumbel_noise(&job));
  return noise;
}

}  // namespace lingan
