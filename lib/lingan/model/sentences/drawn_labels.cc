#include <lingan/model/sentences/drawn_labels.h>

#include <algorithm>
#include <numeric>
#include <vector>

namespace lingan {
namespace {

constexpr uint32_t kLabelPosition = 0xBFFFFFFF;  // tokens have the positions from 0 on

}  // namespace

torch::Tensor drawn_labels(RandomStream stream, uint64_t first_row, int64_t rows,
                           std::span<const int64_t> sentences) {
  std::vector<int64_t> until(sentences.size());  // sentences up to each label
  std::partial_sum(sentences.begin(), sentences.end(), until.begin());
  torch::Tensor labels = torch::empty({rows}, torch::kInt64);
  auto* out = labels.data_ptr<int64_t>();
  for (int64_t row = 0; row < rows; ++row) {
    const double drawn = stream.uniform(first_row + static_cast<uint64_t>(row), kLabelPosition) *
                         static_cast<double>(until.back());
    const auto label = std::ranges::find_if(
        until, [drawn](int64_t end) { return drawn < static_cast<double>(end); });
    *out++ = label - until.begin();
  }
  return labels;
}

}  // namespace lingan
