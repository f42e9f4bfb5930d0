#include <lingan/gan/strategies/engine_sentences.h>

namespace lingan {

HardSentences host_sentences(const Sentences& sentences) {
  HardSentences made;
  made.sentences = sentences;
  made.batch = to_token_batch(sentences);
  return made;
}

HardSentences device_sentences(const Sentences& sentences, const torch::Tensor& diverged) {
  HardSentences made;
  made.sentences = sentences;
  made.device_tokens = sentences.tokens.to(torch::kInt32);
  made.device_lengths = sentences.lengths.to(torch::kInt32);
  made.diverged = diverged;
  return made;
}

HardSentences engine_sentences(const Sentences& sentences) {
  if (sentences.tokens.is_cpu()) return host_sentences(sentences);
  return device_sentences(sentences,
                          torch::zeros({1}, sentences.tokens.options().dtype(torch::kInt32)));
}

}  // namespace lingan
