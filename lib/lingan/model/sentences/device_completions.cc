#include <lingan/model/sentences/device_completions.h>

#include <lingan/model/device_view.h>

namespace lingan {

Sentences to_sentences(const engine::DeviceCompletions& completions) {
  Sentences sentences;
  sentences.tokens = tokens_of(completions).to(torch::kInt64);
  sentences.lengths = device_view(completions.lengths, {completions.rows()}).to(torch::kInt64);
  return sentences;
}

torch::Tensor tokens_of(const engine::DeviceCompletions& completions) {
  return device_view(completions.tokens, {completions.rows(), completions.numbering.width});
}

}  // namespace lingan
