#include <lingan/model/discriminators/device_scorer.h>

#include <algorithm>
#include <vector>

#include <lingan/engine/cuda_library.h>
#include <lingan/model/sentences/device_completions.h>

namespace lingan {
namespace {

constexpr int64_t kDeviceRows = 32768;  // whose features are held together

}  // namespace

/// Of completions [begin, end), as engine::cuda::TokenWindowJob takes it and in the order of
/// CompletionNumbering; made on the device, since a copy to it would wait for what was launched
/// before.
struct DeviceScorer::SharedRows {
  torch::Tensor group;          // [n] int32: which of the block's sentences a row belongs to
  torch::Tensor prefix_length;  // [n] int32
  torch::Tensor leader;         // [groups] int32: a row with the group's longest prefix

  SharedRows(const engine::CompletionNumbering& numbering, int64_t begin, int64_t end,
             torch::Device device) {
    const auto int32 = torch::dtype(torch::kInt32).device(device);
    const int64_t first = numbering.sentence(begin), last = numbering.sentence(end - 1);
    const auto prefix = torch::arange(begin, end, int32).floor_divide(numbering.rollouts);
    group = prefix.floor_divide(numbering.width - 1) - first;
    prefix_length = prefix.remainder(numbering.width - 1) + 1;
    const auto next = torch::arange(first + 1, last + 2, int32) * numbering.per_sentence();
    leader = next.clamp_max(end) - 1 - begin;
  }
};

bool DeviceScorer::fits(int64_t width) const {
  return std::ranges::all_of(discriminator_.filter_weights(),
                             [&](const torch::Tensor& weight) { return weight.size(1) <= width; });
}

torch::Tensor DeviceScorer::value_sentences(const HardSentences& sentences,
                                            const SentenceValue& value) const {
  const torch::Tensor& tokens = sentences.device_tokens;
  if (!sentences.is_on_device() || !fits(tokens.size(1))) {
    return DiscriminatorScorer::value_sentences(sentences, value);
  }
  std::vector<torch::Tensor> values;
  for (const torch::Tensor& rows : tokens.split(kDeviceRows)) {
    values.push_back(value_block(rows, nullptr, value));
  }
  return torch::cat(values);
}

torch::Tensor DeviceScorer::value_completions(const engine::DeviceCompletions& completions,
                                              const SentenceValue& value) const {
  const torch::Tensor tokens = tokens_of(completions);
  if (!fits(tokens.size(1))) return DiscriminatorScorer::value_completions(completions, value);
  std::vector<torch::Tensor> values;
  for (int64_t begin = 0; begin < completions.rows(); begin += kDeviceRows) {
    const int64_t end = std::min(begin + kDeviceRows, completions.rows());
    const SharedRows shared(completions.numbering, begin, end, tokens.device());
    values.push_back(value_block(tokens.narrow(0, begin, end - begin), &shared, value));
  }
  return torch::cat(values);
}

torch::Tensor DeviceScorer::value_block(const torch::Tensor& tokens, const SharedRows* shared,
                                        const SentenceValue& value) const {
  const torch::Tensor table = discriminator_.embeddings();
  const std::vector<torch::Tensor> weights = discriminator_.filter_weights();
  std::vector<engine::cuda::TokenWindowBankView> banks;
  int64_t features = 0;
  for (size_t i = 0; i < weights.size(); ++i) {
    const torch::Tensor& weight = weights[i];
    banks.push_back({static_cast<int32_t>(weight.size(1)), weight.size(0),
                     weight.const_data_ptr<float>(),
                     discriminator_.filter_biases()[i].const_data_ptr<float>()});
    features += weight.size(0);
  }
  const torch::Tensor maxima = torch::empty({tokens.size(0), features}, table.options());
  engine::cuda::TokenWindowJob job{};
  job.cuda_stream = engine::cuda_stream();
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
  job.features = maxima.data_ptr<float>();
  engine::require_cuda(kernels_, kernels_.token_window_features(&job));
  return value(value.by_features ? discriminator_.features_of_maxima(maxima)
                                 : discriminator_.logits_of_maxima(maxima));
}

}  // namespace lingan
