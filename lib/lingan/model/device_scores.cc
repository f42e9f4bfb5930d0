#include <lingan/model/device_scores.h>

#include <algorithm>
#include <vector>

#include <lingan/engine/cuda_library.h>
#include <lingan/model/compute_device.h>
#include <lingan/model/device_sentences.h>

namespace lingan {
namespace {

constexpr int64_t kRowsAtOnce = 32768;  // whose features are held together

/// What rows of completions [begin, end) share, as engine::cuda::TokenWindowJob takes it; made on
/// the device, since a copy to it would wait for what was launched before.
struct SharedRows {
  torch::Tensor group;          // [n] int32: which of the sentences here a row belongs to
  torch::Tensor prefix_length;  // [n] int32
  torch::Tensor leader;         // [groups] int32: a row with the group's longest prefix

  SharedRows(const engine::DeviceCompletions& completions, int64_t begin, int64_t end) {
    const auto there = torch::dtype(torch::kInt32).device(compute_device());
    const int64_t each = completions.width - 1, of_sentence = each * completions.rollouts;
    const int64_t first = begin / of_sentence, last = (end - 1) / of_sentence;
    const auto prefix = torch::arange(begin, end, there).floor_divide(completions.rollouts);
    group = prefix.floor_divide(each) - first;
    prefix_length = prefix.remainder(each) + 1;
    leader = (torch::arange(first + 1, last + 2, there) * of_sentence).clamp_max(end) - 1 - begin;
  }
};

/// @param shared  null: rows share nothing.
torch::Tensor score_rows(ConvolutionalDiscriminator& discriminator, const torch::Tensor& tokens,
                         const SharedRows* shared) {
  const torch::NoGradGuard no_grad;
  const torch::Tensor table = discriminator.embeddings();
  std::vector<engine::cuda::TokenWindowBankView> banks;
  int64_t features = 0;
  for (size_t i = 0; i < discriminator.filter_weights().size(); ++i) {
    const torch::Tensor& weight = discriminator.filter_weights()[i];
    banks.push_back({static_cast<int32_t>(weight.size(1)), weight.size(0),
                     weight.const_data_ptr<float>(),
                     discriminator.filter_biases()[i].const_data_ptr<float>()});
    features += weight.size(0);
  }
  const torch::Tensor found = torch::empty({tokens.size(0), features}, table.options());
  engine::cuda::TokenWindowJob job{};
  job.embeddings = table.const_data_ptr<float>();
  job.vocabulary = table.size(0);
  job.embedding_width = table.size(1);
  job.banks = banks.data();
  job.bank_count = static_cast<int32_t>(banks.size());
  job.tokens = tokens.const_data_ptr<int32_t>();
  job.rows = tokens.size(0);
  job.width = static_cast<int32_t>(tokens.size(1));
  if (shared != nullptr) {
    job.group = shared->group.const_data_ptr<int32_t>();
    job.prefix_length = shared->prefix_length.const_data_ptr<int32_t>();
    job.leader = shared->leader.const_data_ptr<int32_t>();
    job.groups = shared->leader.numel();
  }
  job.features = found.data_ptr<float>();
  const engine::cuda::Table& kernels = *device_kernels(table);
  engine::require_cuda(kernels, kernels.token_window_features(&job));
  return discriminator.logits_of_maxima(found);
}

}  // namespace

bool can_score_on_device(const ConvolutionalDiscriminator& discriminator, int64_t width) {
  if (device_kernels(discriminator.embeddings()) == nullptr ||
      discriminator.options().representations != 1) {
    return false;
  }
  for (const torch::Tensor& weight : discriminator.filter_weights()) {
    if (weight.size(1) > width) return false;
  }
  return true;
}

torch::Tensor score_on_device(ConvolutionalDiscriminator& discriminator,
                              const torch::Tensor& tokens) {
  std::vector<torch::Tensor> scores;
  for (const torch::Tensor& rows : tokens.split(kRowsAtOnce)) {
    scores.push_back(score_rows(discriminator, rows, nullptr));
  }
  return torch::cat(scores);
}

torch::Tensor score_on_device(ConvolutionalDiscriminator& discriminator,
                              const engine::DeviceCompletions& completions) {
  const torch::Tensor tokens = tokens_of(completions);
  std::vector<torch::Tensor> scores;
  for (int64_t begin = 0; begin < completions.rows(); begin += kRowsAtOnce) {
    const int64_t end = std::min(begin + kRowsAtOnce, completions.rows());
    const SharedRows shared(completions, begin, end);
    scores.push_back(score_rows(discriminator, tokens.narrow(0, begin, end - begin), &shared));
  }
  return torch::cat(scores);
}

}  // namespace lingan
