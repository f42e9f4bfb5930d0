#include <lingan/gan/strategies/engine_sentences.h>
#include <lingan/gan/strategies/mixed_rows.h>

namespace lingan {

torch::Tensor chosen_rows(RandomStream stream, uint64_t first_row, int64_t rows, double share,
                          BesideSentence coin) {
  torch::Tensor chosen = torch::empty({rows}, torch::kBool);
  bool* next = chosen.data_ptr<bool>();
  for (int64_t row = 0; row < rows; ++row) {
    *next++ =
        stream.uniform(first_row + static_cast<uint64_t>(row), static_cast<uint32_t>(coin)) < share;
  }
  return chosen;
}

Sentences mixed_rows(const torch::Tensor& chosen, const Sentences& others,
                     const Sentences& sentences) {
  const auto is_chosen = chosen.to(sentences.tokens.device());
  Sentences mixed = sentences;
  mixed.tokens = torch::where(is_chosen.unsqueeze(1), others.tokens, sentences.tokens);
  mixed.lengths = torch::where(is_chosen, others.lengths, sentences.lengths);
  if (sentences.labels.defined()) {
    mixed.labels = torch::where(is_chosen, others.labels, sentences.labels);
  }
  return mixed;
}

HardSentences mixed_rows(const torch::Tensor& chosen, const HardSentences& others,
                         const HardSentences& sentences) {
  const Sentences mixed = mixed_rows(chosen, others.sentences, sentences.sentences);
  return sentences.is_on_device() ? device_sentences(mixed, sentences.diverged)
                                  : host_sentences(mixed);
}

}  // namespace lingan
