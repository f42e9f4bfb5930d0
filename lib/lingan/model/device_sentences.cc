#include <lingan/model/device_sentences.h>

#include <lingan/model/compute_device.h>

namespace lingan {
namespace {

torch::TensorOptions int32_there() { return torch::dtype(torch::kInt32).device(compute_device()); }

torch::Tensor view_of(const int32_t* numbers, at::IntArrayRef shape) {
  // torch takes no const memory; it is only read.
  return at::for_blob(const_cast<int32_t*>(numbers), shape)
      .options(int32_there())
      .target_device(compute_device())
      .make_tensor();
}

Sentences as_int64(const torch::Tensor& tokens, const torch::Tensor& lengths) {
  Sentences sentences;
  sentences.tokens = tokens.to(torch::kInt64);
  sentences.lengths = lengths.to(torch::kInt64);
  return sentences;
}

}  // namespace

DeviceSentences::DeviceSentences(int64_t rows, int32_t width, const torch::Tensor& diverged)
    : tokens_(torch::empty({rows, width}, int32_there())),
      lengths_(torch::empty({rows}, int32_there())),
      diverged_(diverged) {}

DeviceSentences::DeviceSentences(const Sentences& sentences, const torch::Tensor& diverged)
    : tokens_(sentences.tokens.to(torch::kInt32).contiguous()),
      lengths_(sentences.lengths.to(torch::kInt32).contiguous()),
      diverged_(diverged) {}

engine::DeviceSentencesView DeviceSentences::view() const {
  return {tokens_.size(0), static_cast<int32_t>(tokens_.size(1)), tokens_.data_ptr<int32_t>(),
          lengths_.data_ptr<int32_t>(), diverged_.data_ptr<int32_t>()};
}

Sentences DeviceSentences::sentences() const { return as_int64(tokens_, lengths_); }

Sentences to_sentences(const engine::DeviceCompletions& completions) {
  return as_int64(tokens_of(completions), view_of(completions.lengths, {completions.rows()}));
}

torch::Tensor tokens_of(const engine::DeviceCompletions& completions) {
  return view_of(completions.tokens, {completions.rows(), completions.width});
}

}  // namespace lingan
