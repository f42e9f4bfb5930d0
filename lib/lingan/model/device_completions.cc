#include <lingan/model/device_completions.h>

#include <lingan/model/compute_device.h>

namespace lingan {
namespace {

torch::Tensor view_of(const int32_t* numbers, at::IntArrayRef shape) {
  // torch takes no const memory; it is only read.
  return at::for_blob(const_cast<int32_t*>(numbers), shape)
      .options(torch::dtype(torch::kInt32).device(compute_device()))
      .target_device(compute_device())
      .make_tensor();
}

}  // namespace

Sentences to_sentences(const engine::DeviceCompletions& completions) {
  Sentences sentences;
  sentences.tokens = tokens_of(completions).to(torch::kInt64);
  sentences.lengths = view_of(completions.lengths, {completions.rows()}).to(torch::kInt64);
  return sentences;
}

torch::Tensor tokens_of(const engine::DeviceCompletions& completions) {
  return view_of(completions.tokens, {completions.rows(), completions.numbering.width});
}

}  // namespace lingan
