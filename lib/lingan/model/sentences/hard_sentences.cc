#include <lingan/model/sentences/hard_sentences.h>

#include <numeric>
#include <utility>
#include <vector>

namespace lingan {

engine::DeviceSentencesView HardSentences::view() const {
  return {.rows = device_tokens.size(0),
          .width = static_cast<int32_t>(device_tokens.size(1)),
          .tokens = device_tokens.data_ptr<int32_t>(),
          .lengths = device_lengths.data_ptr<int32_t>(),
          .diverged = diverged.data_ptr<int32_t>()};
}

const TokenBatch& HardSentences::on_host() const {
  if (!is_on_device()) return batch;
  if (!copy) copy = to_token_batch(sentences);
  return *copy;
}

HardSentences hard_sentences(TokenBatch batch) {
  HardSentences made;
  made.sentences = to_sentences(batch);
  made.batch = std::move(batch);
  return made;
}

HardSentences rows_of(const HardSentences& sentences, int64_t first, int64_t count) {
  std::vector<int64_t> rows(static_cast<size_t>(count));
  std::iota(rows.begin(), rows.end(), first);
  HardSentences made;
  made.sentences = rows_of(sentences.sentences, first, count);
  made.batch = select_rows(sentences.batch, rows);
  return made;
}

HardSentences sample_sentences(const engine::Rollouts& rollouts,
                               const engine::SampleRequest& request,
                               const torch::Tensor& diverged) {
  const engine::DeviceRollouts* device = rollouts.on_device();
  if (device == nullptr) return hard_sentences(rollouts.sample(request).tokens);
  HardSentences made;
  made.device_tokens = torch::empty({request.rows, request.length}, diverged.options());
  made.device_lengths = torch::empty({request.rows}, diverged.options());
  made.diverged = diverged;
  device->sample_on_device(request, made.view());
  made.sentences.tokens = made.device_tokens.to(torch::kInt64);
  made.sentences.lengths = made.device_lengths.to(torch::kInt64);
  return made;
}

}  // namespace lingan
