#include <lingan/gan/gumbel_noise.h>

#include <algorithm>

#include <lingan/base/parallel.h>

namespace lingan {

torch::Tensor gumbel_noise(RandomStream stream, uint64_t first_row, int64_t position,
                           at::IntArrayRef rows_and_tokens) {
  auto uniform = torch::empty(rows_and_tokens, torch::kFloat32);
  const int64_t tokens = uniform.size(1);
  const int64_t blocks = (tokens + 3) / 4;  // a Philox block holds four words
  float* values = uniform.data_ptr<float>();
  parallel_for(uniform.size(0), 8, [&](int64_t begin, int64_t end) {
    for (int64_t row = begin; row < end; ++row) {
      for (int64_t block = 0; block < blocks; ++block) {
        const Philox4 bits = stream.block(first_row + static_cast<uint64_t>(row),
                                          static_cast<uint32_t>(position * blocks + block));
        const int64_t count = std::min<int64_t>(4, tokens - block * 4);
        for (int64_t word = 0; word < count; ++word) {
          const float u = (static_cast<float>(bits.word[word] >> 9) + 0.5F) * 0x1p-23F;
          values[row * tokens + block * 4 + word] = u;
        }
      }
    }
  });
  return uniform.log_().neg_().log_().neg_();
}

}  // namespace lingan
