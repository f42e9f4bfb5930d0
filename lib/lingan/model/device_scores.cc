#include <lingan/model/device_scores.h>

#include <algorithm>
#include <unordered_map>
#include <vector>

#include <lingan/engine/cuda_library.h>
#include <lingan/model/compute_device.h>

namespace lingan {
namespace {

constexpr int64_t kRowsAtOnce = 32768;  // whose features are held together

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

/// What the completions of some prefixes share, row by row.
class SharedRows {
 public:
  SharedRows(const engine::DeviceCompletions& completions, std::span<const int64_t> prefixes) {
    const int64_t each = completions.width - 1;
    for (const int64_t number : prefixes) {
      sentence_.insert(sentence_.end(), completions.rollouts, number / each);
      prefix_length_.insert(prefix_length_.end(), completions.rollouts,
                            static_cast<int32_t>(number % each + 1));
    }
  }
  int64_t rows() const { return static_cast<int64_t>(sentence_.size()); }
  engine::SharedPrefixes prefixes() const { return {sentence_, prefix_length_}; }

 private:
  std::vector<int64_t> sentence_;
  std::vector<int32_t> prefix_length_;
};

}  // namespace

bool can_score_on_device(const ConvolutionalDiscriminator& discriminator, int32_t width) {
  if (device_kernels(discriminator.embeddings()) == nullptr ||
      discriminator.options().representations != 1) {
    return false;
  }
  for (const torch::Tensor& weight : discriminator.filter_weights()) {
    if (weight.size(1) > width) return false;
  }
  return true;
}

torch::Tensor score_on_device(ConvolutionalDiscriminator& discriminator, const TokenRows& rows,
                              const engine::SharedPrefixes& shared) {
  const torch::NoGradGuard no_grad;
  const torch::Tensor table = discriminator.embeddings();
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
                                    rows.tokens,
                                    rows.rows,
                                    rows.width,
                                    shares ? groups.group.data() : nullptr,
                                    shares ? shared.prefix_length.data() : nullptr,
                                    shares ? groups.leader.data() : nullptr,
                                    static_cast<int64_t>(groups.leader.size()),
                                    found.data_ptr<float>()};
  const engine::cuda::Table& kernels = *device_kernels(table);
  engine::require_cuda(kernels, kernels.window_features(&job));
  return discriminator.logits_of_maxima(found);
}

torch::Tensor score_on_device(ConvolutionalDiscriminator& discriminator,
                              const engine::DeviceCompletions& completions,
                              std::span<const int64_t> prefixes) {
  const torch::Device device = discriminator.embeddings().device();
  // torch takes no const memory; it is only read.
  const torch::Tensor all =
      at::for_blob(const_cast<int32_t*>(completions.tokens),
                   {completions.prefixes(), completions.rollouts, completions.width})
          .options(torch::dtype(torch::kInt32).device(device))
          .target_device(device)
          .make_tensor();
  const auto block = static_cast<size_t>(std::max<int64_t>(1, kRowsAtOnce / completions.rollouts));
  std::vector<torch::Tensor> scores;
  for (size_t begin = 0; begin < prefixes.size(); begin += block) {
    const auto part = prefixes.subspan(begin, std::min(block, prefixes.size() - begin));
    const SharedRows shared(completions, part);
    const auto numbers = torch::tensor(at::ArrayRef<int64_t>(part.data(), part.size())).to(device);
    const torch::Tensor tokens = all.index_select(0, numbers);
    const TokenRows rows{tokens.const_data_ptr<int32_t>(), shared.rows(), completions.width};
    scores.push_back(score_on_device(discriminator, rows, shared.prefixes()));
  }
  return torch::cat(scores);
}

}  // namespace lingan
