#include <lingan/model/sentences/drawn_sources.h>

namespace lingan {
namespace {

constexpr uint32_t kSourcePosition = 0xBFFFFFFF;  // tokens have the positions from 0 on

}  // namespace

torch::Tensor drawn_sources(RandomStream stream, uint64_t first_row, int64_t rows,
                            const SourceTable& sources) {
  const auto count = static_cast<double>(sources.sampled.size());
  torch::Tensor numbers = torch::empty({rows}, torch::kInt64);
  auto* out = numbers.data_ptr<int64_t>();
  for (int64_t row = 0; row < rows; ++row) {
    const double u = stream.uniform(first_row + static_cast<uint64_t>(row), kSourcePosition);
    *out++ = sources.sampled[static_cast<size_t>(u * count)];
  }
  return numbers;
}

}  // namespace lingan
