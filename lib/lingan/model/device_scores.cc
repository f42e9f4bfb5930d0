#include <lingan/model/device_scores.h>

#include <unordered_map>
#include <vector>

#include <lingan/engine/cuda_library.h>
#include <lingan/engine/row_chunks.h>

namespace lingan {
namespace {

/// SharedPrefixes as the device takes them.
struct PrefixGroups {
  std::vector<int32_t> group;   // [n]
  std::vector<int32_t> leader;  // [groups], a row with the group's longest prefix

  explicit PrefixGroups(const engine::SharedPrefixes& shared) {
    std::unordered_map<int64_t, int32_t> numbers;
    for (size_t row = 0; row < shared.sentence.size(); ++row) {
      const auto [found, is_new] =
          numbers.try_emplace(shared.sentence[row], static_cast<int32_t>(leader.size()));
      const int32_t number = found->second;
      if (is_new) leader.push_back(static_cast<int32_t>(row));
      if (shared.prefix_length[row] > shared.prefix_length[leader[number]]) {
        leader[number] = static_cast<int32_t>(row);
      }
      group.push_back(number);
    }
  }
};

}  // namespace

bool can_score_on_device(const ConvolutionalDiscriminator& discriminator, int32_t width) {
  if (!discriminator.embeddings().is_cuda() || discriminator.options().representations != 1) {
    return false;
  }
  for (const torch::Tensor& weight : discriminator.filter_weights()) {
    if (weight.size(1) > width) return false;
  }
  return true;
}

torch::Tensor score_on_device(ConvolutionalDiscriminator& discriminator, const TokenBatch& rows,
                              const engine::SharedPrefixes& shared) {
  const torch::NoGradGuard no_grad;
  const torch::Tensor table = discriminator.embeddings();
  engine::check_batch(rows, table.size(0));
  std::vector<engine::cuda::FilterBankView> banks;
  int64_t features = 0;
  for (size_t i = 0; i < discriminator.filter_weights().size(); ++i) {
    const torch::Tensor& weight = discriminator.filter_weights()[i];
    banks.push_back({static_cast<int32_t>(weight.size(1)), weight.size(0),
                     weight.const_data_ptr<float>(),
                     discriminator.filter_biases()[i].const_data_ptr<float>()});
    features += weight.size(0);
  }
  const PrefixGroups groups(shared);
  const bool shares = !groups.group.empty();
  const torch::Tensor found = torch::empty({rows.rows, features}, table.options());
  const engine::cuda::WindowJob job{table.const_data_ptr<float>(),
                                    table.size(0),
                                    table.size(1),
                                    banks.data(),
                                    static_cast<int32_t>(banks.size()),
                                    rows.tokens.data(),
                                    rows.rows,
                                    rows.width,
                                    shares ? groups.group.data() : nullptr,
                                    shares ? shared.prefix_length.data() : nullptr,
                                    shares ? groups.leader.data() : nullptr,
                                    static_cast<int64_t>(groups.leader.size()),
                                    found.data_ptr<float>()};
  const engine::cuda::Table& cuda = engine::cuda_table();
  engine::require_cuda(cuda, cuda.window_features(&job));
  return discriminator.logits_of_maxima(found);
}

}  // namespace lingan
